// SPDX-License-Identifier: MIT

#include "harness/grade/race/window.h"

#include <math.h>

#include "harness/grade/race/conductor.h"
#include "harness/grade/race/members.h"
#include "harness/grade/race/race.h"
#include "harness/machine/probe.h"
#include "harness/trial/gate.h"

#define LOOK_AGAIN_NS 100000 /* whether tasks that share a PU have all begun */
#define LEAST_NS      1000   /* of a task's time: what looking at clocks takes is no speed */

// The time begins when all tasks work: with fewer PUs than tasks some wait for theirs. Who is not
// there in time hangs, as in the rest of the window.
static bool await_begin(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;
	uint64_t end_ns = probe_now_ns() + heat_patience_ns(conductor->plan->asked);

	/* relaxed: only how many */
	while (__atomic_load_n(&heat->begun, __ATOMIC_RELAXED) < conductor->plan->nr_tasks) {
		if (members_died(conductor))
			return false;
		heat->hung = probe_now_ns() >= end_ns;
		if (heat->hung)
			return false;
		if (gate_assembled(&heat->gate, LOOK_AGAIN_NS))
			members_nap(LOOK_AGAIN_NS);
	}
	return true;
}

bool window_hold(struct conductor *conductor)
{
	const struct heat_plan *plan = conductor->plan;
	struct heat *heat = conductor->heat;

	conductor_enter(conductor, HEAT_RUNS);
	gate_init(&heat->gate, plan->nr_tasks, !heat_shares_pus(plan));
	for (unsigned task = 0; task < plan->nr_tasks; task++)
		members_ask(conductor, task, CHORE_WORK);
	if (!await_begin(conductor))
		return false;
	if (members_done_within(conductor, 0, plan->nr_tasks, plan->asked->window_ns))
		return true;				    /* all had a number of rounds to do */
	__atomic_store_n(&heat->stop, 1, __ATOMIC_RELAXED); /* relaxed: only when, not what */
	return members_await(conductor, 0, plan->nr_tasks, heat_patience_ns(plan->asked));
}

uint64_t window_done(const struct heat *heat, unsigned nr_tasks)
{
	uint64_t done = 0;

	for (unsigned task = 0; task < nr_tasks; task++)
		done += heat->orders[task].rounds;
	return done;
}

// Who never slept was ready to go on all the time: what it was without its PU for, others had it
// for.
static double time_ns(const struct orders *orders)
{
	double lasted_ns = (double)(orders->end_ns - orders->start_ns);
	double had_ns = orders->slept ? lasted_ns : (double)orders->used_ns;

	return fmax(had_ns, LEAST_NS);
}

double window_ns_per_round(const struct heat *heat, unsigned nr_tasks)
{
	double per_ns = 0;

	for (unsigned task = 0; task < nr_tasks; task++)
		per_ns += (double)heat->orders[task].rounds / time_ns(&heat->orders[task]);
	return nr_tasks / per_ns;
}
