// SPDX-License-Identifier: MIT

#include "harness/grade/race/members.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "benches/sync/must.h"
#include "harness/grade/race/chores.h"
#include "harness/grade/race/confined.h"
#include "harness/grade/race/race.h"
#include "harness/grade/race/word.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/trial/crew.h"

#define LOOK_AGAIN_NS 10000000 /* whether a process has ended */

void members_nap(uint64_t ns)
{
	struct timespec nap = {.tv_sec = (time_t)(ns / 1000000000),
			       .tv_nsec = (long)(ns % 1000000000)};

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &nap, &nap) == EINTR)
		;
}

static void pin(const struct heat_plan *plan, struct orders *orders, unsigned task)
{
	unsigned pu = plan->pus[task % plan->nr_pus];

	orders->pin_error = topology_pin(plan->asked->topology, pu);
	if (!orders->pin_error && topology_pinned_to(plan->asked->topology) != (int)pu)
		orders->pin_error = EXDEV;
}

static void report_done(struct heat *heat, struct orders *orders, unsigned done)
{
	word_set(&orders->done, done);
	word_add(&heat->bell);
}

static void await_order(const struct orders *orders, unsigned number)
{
	unsigned given;

	while ((given = word_look(&orders->given)) < number)
		word_sleep(&orders->given, given, UINT64_MAX);
}

// What a member does from its start to its end, which comes from outside.
static void serve(void *context, unsigned member)
{
	struct conductor *conductor = context;
	const struct heat_plan *plan = conductor->plan;
	struct heat *heat = conductor->heat;
	struct orders *orders = &heat->orders[member];

	if (member < plan->nr_tasks)
		pin(plan, orders, member);
	if (plan->processes && !confined(conductor))
		return;
	report_done(heat, orders, 1);
	for (unsigned number = 2;; number++) {
		await_order(orders, number);
		chore_do(conductor, member, orders->chore);
		report_done(heat, orders, number);
	}
}

static bool is_pinned(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;

	for (unsigned task = 0; task < conductor->plan->nr_tasks; task++)
		if (heat->orders[task].pin_error) {
			snprintf(heat->why, sizeof heat->why, "task %u cannot be pinned: %s", task,
				 strerror(heat->orders[task].pin_error));
			return false;
		}
	return true;
}

bool members_start(struct conductor *conductor)
{
	const struct heat_plan *plan = conductor->plan;
	const struct task_kind *kind = plan->processes ? &task_processes : &task_threads;
	struct heat *heat = conductor->heat;
	unsigned nr = plan->nr_tasks + 1;

	conductor->crew = crew_create();
	must(conductor->crew ? 0 : ENOMEM);
	for (unsigned i = 0; i < nr; i++)
		heat->orders[i].given = 1;
	if (kind->start(conductor->crew, nr, serve, conductor, heat->why, sizeof heat->why))
		return false;
	return members_await(conductor, 0, nr, heat_patience_ns(plan->asked)) &&
	       is_pinned(conductor);
}

void members_ask(struct conductor *conductor, unsigned member, enum chore chore)
{
	struct orders *orders = &conductor->heat->orders[member];

	orders->chore = chore;
	word_set(&orders->given, orders->given + 1);
}

static bool process_ended(struct heat *heat)
{
	return waitpid(-1, &heat->status, WNOHANG) > 0;
}

static bool thread_ended(struct conductor *conductor)
{
	const struct crew *crew = conductor->crew;

	for (unsigned i = conductor->excused; i < crew->nr_started; i++)
		if (pthread_tryjoin_np(crew->members[i].thread, NULL) == 0)
			return true;
	return false;
}

bool members_died(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;

	if (!heat->died)
		heat->died =
		    conductor->plan->processes ? process_ended(heat) : thread_ended(conductor);
	return heat->died;
}

static bool have_done(const struct heat *heat, unsigned first, unsigned nr)
{
	for (unsigned i = first; i < first + nr; i++)
		if (word_look(&heat->orders[i].done) != heat->orders[i].given)
			return false;
	return true;
}

bool members_done_within(struct conductor *conductor, unsigned first, unsigned nr, uint64_t wait_ns)
{
	struct heat *heat = conductor->heat;
	uint64_t end_ns = probe_now_ns() + wait_ns, now_ns;
	unsigned rung;

	while (rung = word_look(&heat->bell), !have_done(heat, first, nr)) {
		if (members_died(conductor) || (now_ns = probe_now_ns()) >= end_ns)
			return false;
		word_sleep(&heat->bell, rung,
			   end_ns - now_ns < LOOK_AGAIN_NS ? end_ns - now_ns : LOOK_AGAIN_NS);
	}
	return true;
}

bool members_await(struct conductor *conductor, unsigned first, unsigned nr, uint64_t wait_ns)
{
	if (members_done_within(conductor, first, nr, wait_ns))
		return true;
	conductor->heat->hung = !conductor->heat->died;
	return false;
}

bool members_stage(struct conductor *conductor, enum chore chore)
{
	unsigned stage = conductor->plan->nr_tasks;

	members_ask(conductor, stage, chore);
	return members_await(conductor, stage, 1, heat_patience_ns(conductor->plan->asked));
}
