// SPDX-License-Identifier: MIT

// First come, first served. Nobody can see from outside that a task has taken its place in a queue:
// it says that it is about to, and then it gets time to do so, far more than that takes if it has a
// PU. It does have one, as it is woken for that, and the one that holds the lock sleeps.
//
// Who lets go comes back within a microsecond. A queue serves it last; a lock that is open for
// whoever comes first is nearly always its own, before those that wait have noticed.

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/grade/race/conductor.h"
#include "harness/grade/race/ending.h"
#include "harness/grade/race/heat.h"
#include "harness/grade/race/members.h"
#include "harness/grade/race/race.h"
#include "harness/grade/race/word.h"
#include "harness/machine/probe.h"

#define TO_QUEUE_NS 1500000  /* a place in a queue takes less than 1 us, once there is a PU */
#define TO_COME_NS  20000000 /* until a task that is woken has had a PU, with others that spin */

enum {
	HOLDER, /* the task that has the lock first */
	LEAST_TASKS = 3,
};

// Until so many have come, the holder among them.
static bool await_came(struct conductor *conductor, unsigned nr)
{
	struct heat *heat = conductor->heat;
	uint64_t end_ns = probe_now_ns() + heat_patience_ns(conductor->plan->asked);
	unsigned came;

	while ((came = word_look(&heat->came)) < nr) {
		if (members_died(conductor))
			return false;
		heat->hung = probe_now_ns() >= end_ns;
		if (heat->hung)
			return false;
		word_sleep(&heat->came, came, TO_COME_NS);
	}
	return true;
}

static bool line_up(struct conductor *conductor)
{
	const struct heat_plan *plan = conductor->plan;

	members_ask(conductor, HOLDER, CHORE_HOLD);
	if (!await_came(conductor, 1))
		return false;
	for (unsigned i = 1; i < plan->nr_tasks; i++) {
		members_ask(conductor, plan->order[i], CHORE_QUEUE);
		if (!await_came(conductor, i + 1))
			return false;
		members_nap(TO_QUEUE_NS);
	}
	return true;
}

static void script(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;

	if (!conductor_begin(conductor))
		return;
	conductor_enter(conductor, HEAT_RUNS);
	if (!line_up(conductor))
		return;
	word_set(&heat->let_go, 1);
	heat->complete = members_await(conductor, 0, conductor->plan->nr_tasks,
				       heat_patience_ns(conductor->plan->asked));
}

// Where in heat.served each task is; false if not each is there once.
static bool places_of(const struct heat_plan *plan, unsigned *place)
{
	const struct heat *heat = plan->heat;

	for (unsigned i = 0; i < plan->nr_tasks; i++)
		place[i] = MOST_RACING;
	if (heat->nr_served != plan->nr_tasks)
		return false;
	for (unsigned i = 0; i < plan->nr_tasks; i++) {
		unsigned task = heat->served[i];

		if (task >= plan->nr_tasks || place[task] != MOST_RACING)
			return false;
		place[task] = i;
	}
	return true;
}

// The row is order[1], order[2], ..., and the holder once more.
static void count(const struct heat_plan *plan, struct order *order)
{
	unsigned place[MOST_RACING], nr = plan->nr_tasks;

	if (!places_of(plan, place)) {
		order->failed = true;
		snprintf(order->what, sizeof order->what, "not each task was served once");
		return;
	}
	for (unsigned early = 1; early < nr; early++)
		for (unsigned late = early + 1; late <= nr; late++) {
			unsigned later = late < nr ? plan->order[late] : HOLDER;

			order->pairs++;
			order->kept += place[plan->order[early]] < place[later];
		}
	order->rows++;
}

static void fail(const struct heat *heat, const struct ending *ending, struct order *order)
{
	order->failed = true;
	snprintf(order->what, sizeof order->what, "%s",
		 heat->nr_unmet ? heat->claim : ending->what);
}

static int run_row(struct heat_plan *plan, struct order *order, struct complaint *c)
{
	struct ending ending;
	int error = heat_run(plan, &ending, c);

	if (error)
		return error;
	if (ending.kind == ENDED_WELL)
		count(plan, order);
	else
		fail(plan->heat, &ending, order);
	return 0;
}

// Rows of all tasks but the holder, who is tasks[0].
static int run(struct heat_plan *plan, unsigned *tasks, unsigned rows, struct order *order,
	       struct complaint *c)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int error = 0;

	assert(rng);
	for (unsigned i = 0; i < plan->nr_tasks; i++)
		tasks[i] = i;
	while (!error && !order->failed && order->rows < rows) {
		plan->seed = gsl_rng_get(rng);
		gsl_ran_shuffle(rng, tasks + 1, plan->nr_tasks - 1, sizeof *tasks);
		error = run_row(plan, order, c);
	}
	gsl_rng_free(rng);
	order->share = order->pairs ? (double)order->kept / order->pairs : 0;
	return error;
}

int race_order(const struct racing_asked *asked, unsigned rows, struct order *order,
	       struct complaint *c)
{
	struct heat_plan plan;
	unsigned tasks[MOST_RACING];
	int error;

	*order = (struct order){0};
	if (asked->count < LEAST_TASKS)
		return complain(c, "%u tasks have no order: it takes %d", asked->count,
				LEAST_TASKS);
	if (heat_init(&plan, asked, c))
		return -1;
	order->waiters = asked->count - 1;
	plan.script = script;
	plan.order = tasks;
	plan.lasts_ns = asked->count * (TO_QUEUE_NS + heat_patience_ns(asked));
	error = run(&plan, tasks, rows, order, c);
	heat_fini(&plan);
	return error;
}
