// SPDX-License-Identifier: MIT

// The loop over all trials.

#include "harness/cli/measure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "harness/machine/probe.h"
#include "harness/trial/sandbox.h"

// The first trial from `trial` on that is not there yet; nr_trials if none is missing.
static uint64_t next_missing(const bool *done, uint64_t trial, uint64_t nr_trials)
{
	while (trial < nr_trials && done[trial])
		trial++;
	return trial;
}

static int measure_one(const struct bench *bench, const struct plan *plan, const uint32_t *schedule,
		       uint64_t trial, struct directory *directory, struct measured *measured,
		       struct record *record, struct complaint *c)
{
	const struct case_spec *spec = &plan->cases[schedule[trial]];
	int result = trial_run(bench, spec, plan->measuring.seed + trial * MAX_TASKS, record, c);

	if (result)
		return result;
	record->row.block = (int64_t)(trial / plan->nr_cases);
	record->row.position = (int64_t)(trial % plan->nr_cases);
	if (directory_append(directory, &record->row, c))
		return -1;
	measured->nr_trials++;
	if (record->row.elapsed_ns != COUNT_EMPTY)
		measured->window_ns += (uint64_t)record->row.elapsed_ns;
	return 0;
}

int measure(const struct bench *bench, const struct plan *plan, const uint32_t *schedule,
	    const bool *done, enum showing showing, struct directory *directory,
	    struct measured *measured, struct complaint *c)
{
	static struct record record; /* large: a PU for each of 4096 tasks */
	uint64_t nr_trials = plan_nr_trials(plan), start_ns = probe_now_ns();
	struct live live;
	char name[256];
	int result = sandbox_init();

	*measured = (struct measured){0};
	if (result)
		return complain_machine(c, "cannot prepare the sandbox: %s", strerror(result));
	live_begin(&live, showing, plan, schedule, done);
	for (uint64_t next, trial = next_missing(done, 0, nr_trials); trial < nr_trials && !result;
	     trial = next) {
		result = measure_one(bench, plan, schedule, trial, directory, measured, &record, c);
		if (result)
			break;
		next = next_missing(done, trial + 1, nr_trials);
		if (next < nr_trials)
			case_format(&plan->cases[schedule[next]], name, sizeof name);
		live_step(&live, schedule[trial], &record.row, next < nr_trials ? name : "");
	}
	live_end(&live);
	measured->wall_ns = probe_now_ns() - start_ns;
	return result;
}
