// SPDX-License-Identifier: MIT

// racelab duet: two executables, or two strategies, raced against each other in neighbouring
// windows.

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/asked.h"
#include "harness/cli/cli.h"
#include "harness/cli/interrupt.h"
#include "harness/cli/score.h"
#include "harness/cli/verdict_options.h"
#include "harness/data/case_name.h"
#include "harness/data/manifest.h"
#include "harness/duet/awake.h"
#include "harness/duet/duet.h"
#include "harness/export/export.h"
#include "harness/machine/host_json.h"
#include "harness/plan/percentage.h"
#include "harness/plan/value.h"
#include "harness/terminal/progress.h"
#include "harness/trial/record.h"
#include "harness/verdict/judge.h"
#include "harness/verdict/rules.h"

enum {
	KEY_BUDGET = 0x300,
	KEY_PRECISION,
};

struct options {
	struct asked asked;
	struct verdict_options verdict;
	const char *side[2]; /* base, head: as they were given */
	const char *spec_file;
	uint64_t budget_ns;
	double precision;
};

struct duet_run {
	struct options options;
	struct topology topology;
	struct host host;
	struct score score[2];
	struct duet duet;
	struct duet_case *cases; /* as many as the plans have */
	size_t nr_raced;	 /* of them, so far */
	struct verdict verdict;
	struct summary summary[2];
};

static error_t parse_argument(struct options *options, const char *argument)
{
	for (int i = 0; i < 2; i++)
		if (!options->side[i]) {
			options->side[i] = argument;
			return 0;
		}
	if (options->spec_file)
		return ARGP_ERR_UNKNOWN; /* cli_parse calls it superfluous */
	options->spec_file = argument;
	return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;
	struct complaint c;
	error_t error;

	switch (key) {
	case KEY_BUDGET:
		if (value_time(&options->budget_ns, argument, 10000000, 3600000000000, &c))
			return cli_refuse_at("--budget", &c);
		return 0;
	case KEY_PRECISION:
		if (percentage_read(&options->precision, argument, 0, 100, &c))
			return cli_refuse_at("--precision", &c);
		return 0;
	case ARGP_KEY_ARG:
		return parse_argument(options, argument);
	case ARGP_KEY_END:
		if (!options->side[1])
			return cli_refuse_text("which two? give BASE and HEAD: two racelab "
					       "executables, or sync:NAME sync:NAME");
		return verdict_options_parse(&options->verdict, key, argument);
	default:
		error = verdict_options_parse(&options->verdict, key, argument);
		return error == ARGP_ERR_UNKNOWN ? asked_parse(&options->asked, key, argument)
						 : error;
	}
}

static const struct argp *duet_argp(void)
{
	static struct argp_option options[NR_AXES + 20];
	static struct argp argp = {
	    .options = options,
	    .parser = parse,
	    .args_doc = "BASE HEAD [SPEC.ini]",
	};
	static char *doc;
	struct argp_option *o = asked_axes_options(options, 1);

	*o++ = (struct argp_option){.doc = "Measuring:", .group = 2};
	*o++ = asked_setting_option(SETTING_WINDOW, SCORE_WINDOW, 2);
	*o++ = asked_setting_option(SETTING_TIMEOUT, NULL, 2);
	*o++ = (struct argp_option){
	    "budget", KEY_BUDGET, "TIME", 0, "Stop a case after that long [5s]", 2};
	*o++ = (struct argp_option){
	    "precision",
	    KEY_PRECISION,
	    "PCT",
	    0,
	    "Stop a case when the interval of its ratio is no wider than that [1%]",
	    2};
	verdict_options_add(o, 3);
	if (asprintf(
		&doc,
		"Races two racelab executables, or two strategies, against each other: the same "
		"case in neighbouring short windows, in random order within each pair. The "
		"verdict is the median of the pairs' ratios. Ends with 0 (pass), 1 (HEAD is "
		"slower, or lost what it must not), 2 (the machine would not) or 64 (wrong "
		"usage)."
		"\vWithout a spec file and axes it races the lecture's matrix.\n\n%s\n"
		"Examples:\n"
		"  racelab duet sync:ticket sync:mcs --structure variable --count 1-max\n"
		"  racelab duet ./base/racelab ./head/racelab --sync mutex --count 2\n"
		"  racelab duet old/racelab new/racelab ci.ini --format junit -o duet.xml\n",
		verdict_options_formats) > 0)
		argp.doc = doc;
	return &argp;
}

// Races a case on PUs that are kept awake meanwhile.
static int race_awake(struct duet_run *run, size_t i, const struct record axes[2],
		      struct complaint *c)
{
	static unsigned pus[PLACE_MAX_CPUS];
	const struct case_spec *spec = &run->score[0].plan.cases[i];
	int nr_pus = placement_order(&run->topology, spec->place, pus, PLACE_MAX_CPUS, c);
	struct awake *awake;
	int result;

	if (nr_pus < 0)
		return -1;
	awake = awake_create(&run->topology, pus,
			     spec->count < (unsigned)nr_pus ? spec->count : (unsigned)nr_pus);
	result = duet_race(&run->duet, &axes[0].row, &axes[1].row, &run->cases[i], c);
	awake_destroy(awake);
	return result;
}

static int race_all(struct duet_run *run, struct complaint *c)
{
	const struct plan *base = &run->score[0].plan, *head = &run->score[1].plan;
	static struct record axes[2]; /* large: a PU for each of 4096 tasks */
	struct progress progress;
	char name[8192];
	int result = 0;

	progress_begin(&progress, base->nr_cases);
	for (size_t i = 0; i < base->nr_cases && !result; i++) {
		record_init(&axes[0], &base->cases[i]);
		record_init(&axes[1], &head->cases[i]);
		result = race_awake(run, i, axes, c);
		run->nr_raced++;
		if (i + 1 < base->nr_cases)
			case_format(&base->cases[i + 1], name, sizeof name);
		progress_step(&progress, i + 1 < base->nr_cases ? name : "");
	}
	progress_end(&progress);
	return result;
}

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

// By a signal, or because a side is lost.
static const char *cut_short(const struct duet_run *run, int result, char *text, size_t size)
{
	char what[32] = "the end of a side";

	if (!result)
		return NULL;
	if (result > 0)
		snprintf(what, sizeof what, "signal %d", (int)interrupt_signal);
	snprintf(text, size, "%s in case %zu of %zu", what, run->nr_raced,
		 run->score[0].plan.nr_cases);
	return text;
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

// What was measured is judged and written whatever ended it; only then it says how it ended.
static int conclude(struct duet_run *run, int result, struct complaint *lost)
{
	struct complaint c;
	char text[96];
	int status;

	if (summarise(run, &c))
		return cli_complain(&c);
	judge(run, cut_short(run, result, text, sizeof text));
	status = verdict_options_finish(&run->options.verdict, &run->verdict);
	if (result < 0) {
		cli_complain(lost);
		status = EXIT_MACHINE;
	} else if (result > 0) {
		status = EXIT_SIGNAL + interrupt_signal;
	}
	verdict_fini(&run->verdict);
	for (int side = 0; side < 2; side++)
		summary_fini(&run->summary[side]);
	return status;
}

static bool all_refused(const struct duet_run *run)
{
	for (size_t i = 0; i < run->nr_raced; i++)
		if (!run->cases[i].refused_by_base && !run->cases[i].refused_by_head)
			return false;
	return run->nr_raced > 0;
}

static int carry_out(struct duet_run *run, struct complaint *c)
{
	const struct options *options = &run->options;
	const struct measuring *measuring = &run->score[0].plan.measuring;
	const struct duet_options duet = {
	    .window_ns = measuring->window_ns,
	    .timeout_ns = measuring->timeout_ns,
	    .seed = options->verdict.seed,
	    .budget_ns = options->budget_ns,
	    .precision = options->precision,
	    .threshold = options->verdict.threshold,
	};
	int status;

	run->cases = calloc(run->score[0].plan.nr_cases, sizeof *run->cases);
	if (!run->cases) {
		complain_machine(c, "no memory for %zu cases", run->score[0].plan.nr_cases);
		return cli_complain(c);
	}
	signal(SIGPIPE, SIG_IGN); /* a side that has gone is told from its pipe */
	interrupt_catch();
	if (duet_init(&run->duet, run->score[0].executable, run->score[1].executable,
		      &options->asked.plugins, &duet, &interrupt_signal, c)) {
		status = cli_complain(c);
		if (interrupt_signal)
			status = EXIT_SIGNAL + interrupt_signal;
	} else {
		int result = race_all(run, c);

		status =
		    all_refused(run) ? cli_complain(&run->cases[0].why) : conclude(run, result, c);
	}
	duet_fini(&run->duet);
	free(run->cases);
	return status;
}

int duet_main(int argc, char **argv)
{
	static struct duet_run run; /* large: a megabyte for a line of each side */
	struct complaint c;
	int status;

	run.options = (struct options){
	    .verdict = VERDICT_OPTIONS_DEFAULTS, .budget_ns = 5000000000, .precision = 0.01};
	status = cli_parse(duet_argp(), argc, argv, &run.options);
	if (status)
		return status;
	if (topology_load(&run.topology, &c) ||
	    scores_make(run.score, run.options.side, &run.options.asked, run.options.spec_file,
			&run.topology, &c))
		return cli_complain(&c);
	host_load(&run.host, &run.topology);
	status = carry_out(&run, &c);
	for (int side = 0; side < 2; side++) {
		plan_fini(&run.score[side].plan);
		spec_fini(&run.score[side].spec);
	}
	topology_fini(&run.topology);
	return status;
}
