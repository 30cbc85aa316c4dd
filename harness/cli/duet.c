// SPDX-License-Identifier: MIT

// racelab duet: two executables, or two strategies, raced against each other in neighbouring
// windows.

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/cli/asked.h"
#include "harness/cli/cli.h"
#include "harness/cli/duet_options.h"
#include "harness/cli/duet_verdict.h"
#include "harness/interrupt.h"
#include "harness/cli/score.h"
#include "harness/cli/verdict_options.h"
#include "harness/complaint.h"
#include "harness/duet/awake.h"
#include "harness/duet/duet.h"
#include "harness/machine/host.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/terminal/progress.h"
#include "harness/trial/record.h"

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

// What was measured is judged and written whatever ended it; only then it says how it ended.
static int conclude(struct duet_run *run, int result, struct complaint *lost)
{
	struct complaint c;
	char text[96];
	int status;

	if (duet_verdict_init(run, cut_short(run, result, text, sizeof text), &c))
		return cli_complain(&c);
	status = verdict_options_finish(&run->options.verdict, &run->verdict);
	if (result < 0) {
		cli_complain(lost);
		status = EXIT_MACHINE;
	} else if (result > 0) {
		status = EXIT_SIGNAL + interrupt_signal;
	}
	duet_verdict_fini(run);
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
	const struct duet_asked *options = &run->options;
	const struct measuring *measuring = &run->score[0].plan.measuring;
	const struct duet_options duet = {
	    .window_ns = measuring->window_ns,
	    .timeout_ns = measuring->timeout_ns,
	    .seed = options->seed,
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

	status = duet_options_parse(&run.options, argc, argv);
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
