// SPDX-License-Identifier: MIT

// The rows of both sides are summarised, matched case by case, and held against the rules.

#include "harness/cli/duet_verdict.h"

#include <jansson.h>
#include <stdbool.h>

#include "harness/cli/verdict_options.h"
#include "harness/data/case_name.h"
#include "harness/data/manifest.h"
#include "harness/duet/contender.h"
#include "harness/duet/tape.h"
#include "harness/machine/host_json.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/trial/record.h"
#include "harness/verdict/judge.h"
#include "harness/verdict/rules.h"

// What run.json says of a run, as far as a duet has it.
static json_t *about(const struct duet_run *run)
{
	const struct duet_options *options = &run->duet.options;
	char now[32];

	manifest_now(now);
	return json_pack("{s:O, s:O, s:{s:I, s:I, s:I}, s:o, s:s}", "racelab",
			 json_object_get(run->duet.head.hello, "build"), "racelab_of_base",
			 json_object_get(run->duet.base.hello, "build"), "plan", "window_ns",
			 (json_int_t)options->window_ns, "timeout_ns",
			 (json_int_t)options->timeout_ns, "seed", (json_int_t)options->seed, "host",
			 host_json(&run->host), "end", now);
}

// The name that both sides' cases have in common.
static const char *name_of(const struct duet_run *run, size_t i, char *name, size_t size)
{
	static struct record axes; /* large: a PU for each of 4096 tasks */

	record_init(&axes, &run->score[1].plan.cases[i]);
	return case_name(&axes.row, !score_names_strategy(run->options.side[1]), name, size);
}

static const struct case_summary *find_summary(const struct duet_run *run, int side, size_t i)
{
	static struct record axes; /* large: a PU for each of 4096 tasks */

	record_init(&axes, &run->score[side].plan.cases[i]);
	return summary_find(&run->summary[side], &axes.row);
}

static void add_refusal(struct verdict *verdict, size_t i, const struct duet_case *raced)
{
	enum rule rule = raced->refused_by_base ? RULE_only_head : RULE_only_base;

	verdict_add(verdict, rule, SEVERITY_NOTE, (long)i, NO_BLOCK, "%s: %s",
		    verdict->cases[i].name, raced->why.text);
}

static void add_case(struct duet_run *run, size_t i)
{
	const struct duet_case *raced = &run->cases[i];
	char name[8192];
	struct judged *judged = verdict_add_case(&run->verdict, name_of(run, i, name, sizeof name),
						 find_summary(run, 1, i), find_summary(run, 0, i));

	judged->comparison = raced->comparison;
	if (judged->head && judged->base)
		judge_ranks(judged);
	if (raced->refused_by_base || raced->refused_by_head)
		add_refusal(&run->verdict, i, raced);
}

static void judge(struct duet_run *run, const char *stopped)
{
	struct verdict *verdict = &run->verdict;
	const struct rows *base = &run->duet.base_tape.rows, *head = &run->duet.head_tape.rows;

	verdict_init(verdict);
	verdict->command = "duet";
	verdict->base_name = run->options.side[0];
	verdict->head_name = run->options.side[1];
	verdict->about = about(run);
	verdict->threshold = run->options.verdict.threshold;
	verdict->strict = run->options.verdict.strict;
	verdict->cut_short = stopped;
	for (size_t i = 0; i < run->nr_raced; i++)
		add_case(run, i);
	rules_apply(verdict, head, &run->summary[1], false);
	rules_apply(verdict, base, &run->summary[0], true);
	judge_all(verdict, "give a larger --budget");
}

static int summarise(struct duet_run *run, struct complaint *c)
{
	const struct tape *const tapes[] = {&run->duet.base_tape, &run->duet.head_tape};

	for (int side = 0; side < 2; side++)
		if (summary_build(&run->summary[side], &tapes[side]->rows))
			return complain_machine(c, "no memory for a summary");
	return 0;
}

int duet_verdict_init(struct duet_run *run, const char *stopped, struct complaint *c)
{
	if (summarise(run, c))
		return -1;
	judge(run, stopped);
	return 0;
}

void duet_verdict_fini(struct duet_run *run)
{
	verdict_fini(&run->verdict);
	for (int side = 0; side < 2; side++)
		summary_fini(&run->summary[side]);
}
