// SPDX-License-Identifier: MIT

// The loop over all trials.

#include "harness/cli/measure.h"

#include "harness/data/rows.h"
#include "harness/machine/probe.h"
#include "harness/plan/case.h"
#include "harness/plan/shard.h"
#include "harness/stage/executable.h"
#include "harness/stage/stage.h"
#include "harness/trial/planned.h"
#include "harness/trial/sandbox.h"

// The first trial from `trial` on that is not there yet; `end` if none is missing.
static uint64_t next_missing(const bool *done, uint64_t trial, uint64_t end)
{
	while (trial < end && done[trial])
		trial++;
	return trial;
}

// What the loop works with.
struct errand {
	const struct plan *plan;
	const uint32_t *schedule;
	const bool *done;
	struct directory *directory;
	struct measured *measured;
	struct live live;
	struct stages stages;
	struct stage *stage;
	struct ranks *ranks; /* who runs the trials; NULL: stages */
};

// Each block has a process of its own, executed anew.
static int set_stage(const struct errand *errand, uint64_t block, struct complaint *c)
{
	if (errand->stage->pid && errand->stage->block == block)
		return 0;
	if (stage_close(errand->stage, c))
		return -1;
	return stage_open(errand->stage, &errand->stages, block, c);
}

static int run_one(const struct errand *errand, uint64_t trial, struct row *row,
		   struct complaint *c)
{
	const struct plan *plan = errand->plan;
	int result;

	if (errand->ranks)
		return ranks_run(errand->ranks, plan, errand->schedule[trial],
				 plan->measuring.seed + trial * MAX_TASKS, row, c);
	result = set_stage(errand, trial / plan->nr_cases, c);
	return result ? result : stage_run(errand->stage, trial, errand->schedule[trial], row, c);
}

static int measure_one(const struct errand *errand, uint64_t trial, struct row *row,
		       struct complaint *c)
{
	const struct plan *plan = errand->plan;
	int result = run_one(errand, trial, row, c);

	if (result)
		return result;
	row->block = (int64_t)(trial / plan->nr_cases);
	row->position = (int64_t)(trial % plan->nr_cases);
	if (directory_append(errand->directory, row, c))
		return -1;
	errand->measured->nr_trials++;
	if (row->elapsed_ns != COUNT_EMPTY)
		errand->measured->window_ns += (uint64_t)row->elapsed_ns;
	return 0;
}

static int measure_trials(struct errand *errand, struct complaint *c)
{
	const uint32_t *schedule = errand->schedule;
	uint64_t first = shard_first_trial(errand->plan), end = shard_end_trial(errand->plan);
	uint64_t next;
	struct row row;
	int result = 0;

	for (uint64_t trial = next_missing(errand->done, first, end); trial < end && !result;
	     trial = next) {
		next = next_missing(errand->done, trial + 1, end);
		result = measure_one(errand, trial, &row, c);
		if (!result)
			live_step(&errand->live, schedule[trial], &row,
				  next < end ? schedule[next] : errand->plan->nr_cases);
	}
	return result;
}

// And the end of the last stage; what went wrong before that counts.
static int measure_all(struct errand *errand, struct complaint *c)
{
	struct complaint of_end;
	int result = measure_trials(errand, c);

	if (stage_close(errand->stage, &of_end) && !result) {
		*c = of_end;
		return -1;
	}
	return result;
}

// With the table, or the line, around it.
static int measure_shown(struct errand *errand, enum showing showing, struct complaint *c)
{
	uint64_t first = shard_first_trial(errand->plan);
	struct rows cases;
	int result = planned_rows(&cases, errand->plan, c);

	if (!result) {
		live_begin(&errand->live, showing, &cases,
			   (shard_end_trial(errand->plan) - first) / errand->plan->nr_cases,
			   errand->schedule + first, errand->done + first);
		errand->stages.said = errand->live.said;
		result = measure_all(errand, c);
		live_end(&errand->live);
	}
	rows_fini(&cases);
	return result;
}

int measure(const struct bench *bench, struct ranks *ranks, const struct plugins *plugins,
	    const struct plan *plan, const uint32_t *schedule, const bool *done,
	    enum showing showing, struct directory *directory, struct measured *measured,
	    struct complaint *c)
{
	static struct stage stage; /* large: a megabyte for a line */
	struct errand errand = {
	    .stages = {.directory = directory->path, .plugins = plugins, .bench = bench},
	    .stage = &stage,
	    .ranks = ranks,
	    .plan = plan,
	    .schedule = schedule,
	    .done = done,
	    .directory = directory,
	    .measured = measured,
	};
	uint64_t start_ns = probe_now_ns();
	int result;

	*measured = (struct measured){0};
	executable_init(&errand.stages.executable);
	if (sandbox_prepare(c))
		return -1;
	result = measure_shown(&errand, showing, c);
	measured->wall_ns = probe_now_ns() - start_ns;
	return result;
}
