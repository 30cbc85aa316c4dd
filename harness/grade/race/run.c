// SPDX-License-Identifier: MIT

// The trials: heats in which all tasks work at once, and what was found against what was done.

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/grade/race/conductor.h"
#include "harness/grade/race/ending.h"
#include "harness/grade/race/heat.h"
#include "harness/grade/race/members.h"
#include "harness/grade/race/race.h"
#include "harness/grade/race/window.h"
#include "harness/machine/probe.h"

static void script(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;

	if (conductor_begin(conductor)) {
		if (!window_hold(conductor))
			return;
		conductor_enter(conductor, HEAT_SUMS_UP);
		if (!members_stage(conductor, CHORE_FOUND))
			return;
	}
	heat->complete = !heat->died && !heat->hung;
}

static void count_claims(const struct heat *heat, struct raced *raced)
{
	if (!heat->nr_unmet)
		return;
	if (!raced->claimed++)
		snprintf(raced->claim, sizeof raced->claim, "%s", heat->claim);
}

static void count_rounds(const struct heat *heat, unsigned nr_tasks, struct raced *raced)
{
	uint64_t done = window_done(heat, nr_tasks), lost;

	lost = done > heat->found ? done - heat->found : heat->found - done;
	raced->done += done;
	raced->lost += lost;
	raced->lossy += lost != 0;
	if (lost)
		raced->worst_share =
		    fmax(raced->worst_share, done ? fmin(1, (double)lost / (double)done) : 1);
}

static void count_ending(const struct ending *ending, struct raced *raced)
{
	raced->crashed += ending->kind == ENDED_CRASHED;
	raced->hung += ending->kind == ENDED_HUNG;
	raced->refused += ending->kind == ENDED_REFUSED;
	if (ending->kind != ENDED_WELL && !raced->what[0])
		snprintf(raced->what, sizeof raced->what, "%s", ending->what);
}

static void count(const struct heat_plan *plan, const struct ending *ending, struct raced *raced)
{
	const struct heat *heat = plan->heat;
	unsigned lossy = raced->lossy;

	raced->trials++;
	count_claims(heat, raced);
	count_ending(ending, raced);
	if (ending->kind == ENDED_WELL && heat->phase == HEAT_SUMS_UP)
		count_rounds(heat, plan->nr_tasks, raced);
	raced->good += ending->kind == ENDED_WELL && !heat->nr_unmet && raced->lossy == lossy;
}

// One that hangs says it all, and each takes its time.
static bool is_enough(const struct raced *raced, unsigned enough)
{
	return enough && (raced->hung || raced->trials - raced->good >= enough);
}

static int run(struct heat_plan *plan, unsigned enough, struct raced *raced, struct complaint *c)
{
	struct ending ending;
	int error = 0;

	plan->script = script;
	plan->lasts_ns = plan->asked->window_ns;
	while (!error && raced->trials < plan->asked->trials && !is_enough(raced, enough)) {
		plan->seed = raced->trials;
		error = heat_run(plan, &ending, c);
		if (!error)
			count(plan, &ending, raced);
	}
	return error;
}

int race_run(const struct racing_asked *asked, unsigned enough, struct raced *raced,
	     struct complaint *c)
{
	uint64_t begin_ns = probe_now_ns();
	struct heat_plan plan;
	int error;

	*raced = (struct raced){0};
	if (heat_init(&plan, asked, c))
		return -1;
	raced->shared_pus = heat_shares_pus(&plan);
	error = run(&plan, enough, raced, c);
	heat_fini(&plan);
	raced->seconds = (double)(probe_now_ns() - begin_ns) / 1e9;
	return error;
}
