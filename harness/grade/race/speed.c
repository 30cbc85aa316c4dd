// SPDX-License-Identifier: MIT

// Speed: a window of the student's and one of the reference's, right after each other, so that both
// find the machine in the same state; which is first is drawn. Where things lie in memory is drawn
// anew for each window, as each is a start.

#include <assert.h>
#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/duet/awake.h"
#include "harness/grade/race/conductor.h"
#include "harness/grade/race/ending.h"
#include "harness/grade/race/heat.h"
#include "harness/grade/race/members.h"
#include "harness/grade/race/race.h"
#include "harness/grade/race/window.h"
#include "harness/statistics/estimate.h"

/* For threads that keep PUs awake to be pinned, for which they take memory: AddressSanitizer's
   allocator is locked for ever in a child that is forked meanwhile. */
#define TO_PIN_NS 10000000

enum {
	USUAL_PAIRS = 60,
	MOST_PAIRS = 1000,
};

enum side {
	STUDENT,
	REFERENCE,
	NR_SIDES,
};

struct pairs {
	struct heat_plan plan;
	const char *object[NR_SIDES];
	gsl_rng *rng;
	unsigned nr;
	double ns_per_round[NR_SIDES][MOST_PAIRS];
	double ratio[MOST_PAIRS];
};

static void script(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;

	heat->complete = conductor_begin(conductor) && window_hold(conductor);
}

static int fail(struct speed *speed, const char *what)
{
	speed->failed = true;
	snprintf(speed->what, sizeof speed->what, "%s", what);
	return 0;
}

// A window of one side. If it failed, that is in *speed.
static int run_side(struct pairs *pairs, enum side side, struct speed *speed, struct complaint *c)
{
	struct heat_plan *plan = &pairs->plan;
	struct ending ending;
	int error;

	plan->object = pairs->object[side];
	plan->seed = gsl_rng_get(pairs->rng);
	error = heat_run(plan, &ending, c);
	if (error)
		return error;
	if (ending.kind != ENDED_WELL)
		return fail(speed, plan->heat->nr_unmet ? plan->heat->claim : ending.what);
	if (!window_done(plan->heat, plan->nr_tasks))
		return fail(speed, "no round was done in a whole window");
	pairs->ns_per_round[side][pairs->nr] = window_ns_per_round(plan->heat, plan->nr_tasks);
	return 0;
}

static int run_pair(struct pairs *pairs, struct speed *speed, struct complaint *c)
{
	enum side first = gsl_rng_uniform_int(pairs->rng, NR_SIDES), second = NR_SIDES - 1 - first;
	enum side side = first;
	int error = run_side(pairs, first, speed, c);

	if (!error && !speed->failed)
		error = run_side(pairs, side = second, speed, c);
	if (error)
		return error;
	if (speed->failed && side == REFERENCE)
		return complain_machine(c, "the reference fails here: %s", speed->what);
	if (!speed->failed)
		pairs->ratio[pairs->nr] = pairs->ns_per_round[REFERENCE][pairs->nr] /
					  pairs->ns_per_round[STUDENT][pairs->nr];
	pairs->nr++;
	return 0;
}

static void sum_up(struct pairs *pairs, struct speed *speed)
{
	struct estimate ratio = median_estimate(pairs->ratio, pairs->nr, 0.95);
	double *students = pairs->ns_per_round[STUDENT];
	double *references = pairs->ns_per_round[REFERENCE];

	speed->pairs = pairs->nr;
	speed->median = ratio.median;
	speed->low = ratio.low;
	speed->high = ratio.high;
	speed->ns_per_round = median_estimate(students, pairs->nr, 0.95).median;
	speed->reference_ns_per_round = median_estimate(references, pairs->nr, 0.95).median;
}

static int run(struct pairs *pairs, struct speed *speed, struct complaint *c)
{
	unsigned asked = pairs->plan.asked->trials ? pairs->plan.asked->trials : USUAL_PAIRS;
	unsigned nr = asked < MOST_PAIRS ? asked : MOST_PAIRS;
	int error = 0;

	while (!error && !speed->failed && pairs->nr < nr)
		error = run_pair(pairs, speed, c);
	if (!error && !speed->failed)
		sum_up(pairs, speed);
	return error;
}

int race_speed(const struct racing_asked *asked, const char *reference, struct speed *speed,
	       struct complaint *c)
{
	static struct pairs pairs; /* too large for a stack */
	struct awake *awake;
	int error;

	*speed = (struct speed){0};
	pairs = (struct pairs){.object = {asked->object, reference}};
	if (heat_init(&pairs.plan, asked, c))
		return -1;
	pairs.plan.script = script;
	pairs.plan.lasts_ns = asked->window_ns;
	pairs.rng = gsl_rng_alloc(gsl_rng_mt19937);
	assert(pairs.rng);
	awake = awake_create(asked->topology, pairs.plan.pus, pairs.plan.nr_pus);
	members_nap(TO_PIN_NS);
	error = run(&pairs, speed, c);
	awake_destroy(awake);
	gsl_rng_free(pairs.rng);
	heat_fini(&pairs.plan);
	return error;
}
