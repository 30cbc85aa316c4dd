// SPDX-License-Identifier: MIT

// The loop over all trials.

#include "harness/cli/measure.h"

#include <stdio.h>
#include <string.h>

#include "harness/data/rows.h"
#include "harness/machine/probe.h"
#include "harness/plan/case.h"
#include "harness/trial/planned.h"
#include "harness/trial/record.h"
#include "harness/trial/sandbox.h"

// The first trial from `trial` on that is not there yet; nr_trials if none is missing.
static uint64_t next_missing(const bool *done, uint64_t trial, uint64_t nr_trials)
{
	while (trial < nr_trials && done[trial])
		trial++;
	return trial;
}

// What the loop works with.
struct errand {
	const struct bench *bench;
	const struct plan *plan;
	const uint32_t *schedule;
	const bool *done;
	struct directory *directory;
	struct measured *measured;
	struct live live;
};

static int measure_one(const struct errand *errand, uint64_t trial, struct record *record,
		       struct complaint *c)
{
	const struct plan *plan = errand->plan;
	int result = trial_run(errand->bench, &plan->cases[errand->schedule[trial]],
			       plan->measuring.seed + trial * MAX_TASKS, record, c);

	if (result)
		return result;
	record->row.block = (int64_t)(trial / plan->nr_cases);
	record->row.position = (int64_t)(trial % plan->nr_cases);
	if (directory_append(errand->directory, &record->row, c))
		return -1;
	errand->measured->nr_trials++;
	if (record->row.elapsed_ns != COUNT_EMPTY)
		errand->measured->window_ns += (uint64_t)record->row.elapsed_ns;
	return 0;
}

static int measure_all(struct errand *errand, struct complaint *c)
{
	static struct record record; /* large: a PU for each of 4096 tasks */
	const uint32_t *schedule = errand->schedule;
	uint64_t nr_trials = plan_nr_trials(errand->plan), next;
	int result = 0;

	for (uint64_t trial = next_missing(errand->done, 0, nr_trials);
	     trial < nr_trials && !result; trial = next) {
		next = next_missing(errand->done, trial + 1, nr_trials);
		result = measure_one(errand, trial, &record, c);
		if (!result)
			live_step(&errand->live, schedule[trial], &record.row,
				  next < nr_trials ? schedule[next] : errand->plan->nr_cases);
	}
	return result;
}

// With the table, or the line, around it.
static int measure_shown(struct errand *errand, enum showing showing, struct complaint *c)
{
	struct rows cases;
	int result = planned_rows(&cases, errand->plan, c);

	if (!result) {
		live_begin(&errand->live, showing, &cases, errand->plan->measuring.blocks,
			   errand->schedule, errand->done);
		sandbox_pass_on(errand->live.said);
		result = measure_all(errand, c);
		sandbox_pass_on(NULL);
		live_end(&errand->live);
	}
	rows_fini(&cases);
	return result;
}

int measure(const struct bench *bench, const struct plan *plan, const uint32_t *schedule,
	    const bool *done, enum showing showing, struct directory *directory,
	    struct measured *measured, struct complaint *c)
{
	struct errand errand = {
	    .bench = bench,
	    .plan = plan,
	    .schedule = schedule,
	    .done = done,
	    .directory = directory,
	    .measured = measured,
	};
	uint64_t start_ns = probe_now_ns();
	int result = sandbox_init();

	*measured = (struct measured){0};
	if (result)
		return complain_machine(c, "cannot prepare the sandbox: %s", strerror(result));
	result = measure_shown(&errand, showing, c);
	measured->wall_ns = probe_now_ns() - start_ns;
	return result;
}
