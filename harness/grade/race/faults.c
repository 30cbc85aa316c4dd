// SPDX-License-Identifier: MIT

// Faults: one heat for each. The unlucky task may come back, or end in any way; then it is the next
// one's turn, and all that counts is that it gets in.

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/complaint.h"
#include "harness/grade/race/conductor.h"
#include "harness/grade/race/ending.h"
#include "harness/grade/race/heat.h"
#include "harness/grade/race/loaded.h"
#include "harness/grade/race/members.h"
#include "harness/grade/race/race.h"
#include "harness/grade/race/word.h"
#include "harness/machine/probe.h"
#include "harness/trial/crew.h"

#define LOOK_AGAIN_NS 1000000 /* whether the unlucky task has ended */

enum {
	UNLUCKY,
	NEXT,
	NR_TASKS,
};

// --- In the child.

static void list(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;
	const char *const *names = conductor->loaded.fault_names;

	conductor_enter(conductor, HEAT_RUNS);
	for (; names && conductor->loaded.fault && names[heat->nr_faults]; heat->nr_faults++) {
		if (heat->nr_faults == MOST_FAULTS)
			break;
		snprintf(heat->fault_name[heat->nr_faults], sizeof *heat->fault_name, "%s",
			 names[heat->nr_faults]);
	}
	heat->complete = true;
}

static bool is_fault_of(const struct heat_plan *plan, const char *name)
{
	return strcmp(plan->fault_name, name) == 0;
}

// A process may end by what a fault is, but not crash.
static bool process_has_ended(struct conductor *conductor)
{
	struct member *member = &conductor->crew->members[UNLUCKY];
	struct heat *heat = conductor->heat;
	int status;

	if (waitpid(member->pid, &status, WNOHANG) != member->pid)
		return false;
	heat->died = WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL;
	heat->status = status;
	return true;
}

static bool has_ended(struct conductor *conductor)
{
	if (conductor->plan->processes)
		return process_has_ended(conductor);
	return pthread_tryjoin_np(conductor->crew->members[UNLUCKY].thread, NULL) == 0;
}

static bool has_come_back(const struct heat *heat)
{
	const struct orders *orders = &heat->orders[UNLUCKY];

	return word_look(&orders->done) == orders->given;
}

// Once it waits for that.
static void kill_unlucky(struct conductor *conductor, bool *killed)
{
	if (*killed || !word_look(&conductor->heat->reached))
		return;
	*killed = true;
	kill(conductor->crew->members[UNLUCKY].pid, SIGKILL);
}

// Until the fault is over. False if it never is, or is another than was meant.
static bool happen(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;
	uint64_t end_ns = probe_now_ns() + heat_patience_ns(conductor->plan->asked);
	bool killed = false;
	unsigned rung;

	conductor->excused = NEXT;
	members_ask(conductor, UNLUCKY, CHORE_FAULT);
	while (rung = word_look(&heat->bell), !has_come_back(heat)) {
		kill_unlucky(conductor, &killed);
		if (has_ended(conductor))
			return !heat->died;
		heat->hung = probe_now_ns() >= end_ns;
		if (heat->hung)
			return false;
		word_sleep(&heat->bell, rung, LOOK_AGAIN_NS);
	}
	return true;
}

static bool gets_in(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;

	members_ask(conductor, NEXT, CHORE_ROUND);
	if (members_await(conductor, NEXT, 1, heat_patience_ns(conductor->plan->asked)))
		return true;
	heat->shut_out = heat->hung;
	return false;
}

static void script(struct conductor *conductor)
{
	if (!conductor_begin(conductor))
		return;
	conductor_enter(conductor, HEAT_RUNS);
	if (!happen(conductor) || !gets_in(conductor))
		return;
	conductor_enter(conductor, HEAT_SUMS_UP);
	conductor->heat->complete = members_stage(conductor, CHORE_FOUND);
}

// --- Outside.

static void judge(const struct heat_plan *plan, const struct ending *ending, struct fault *fault)
{
	const struct heat *heat = plan->heat;

	fault->let_in = ending->kind == ENDED_WELL && !heat->nr_unmet;
	if (fault->let_in)
		return;
	if (heat->nr_unmet)
		snprintf(fault->what, sizeof fault->what, "%s", heat->claim);
	else if (ending->kind == ENDED_HUNG && heat->shut_out)
		snprintf(fault->what, sizeof fault->what,
			 "nobody else got in within %.3g s: it was never let go",
			 (double)heat_patience_ns(plan->asked) / 1e9);
	else
		snprintf(fault->what, sizeof fault->what, "%s", ending->what);
}

static int run(struct heat_plan *plan, struct faults *faults, struct complaint *c)
{
	struct ending ending;
	int error = 0;

	plan->script = script;
	for (plan->fault = 0; !error && plan->fault < faults->nr; plan->fault++) {
		struct fault *fault = &faults->fault[plan->fault];

		plan->fault_name = fault->name;
		plan->processes = is_fault_of(plan, "kill") ||
				  (plan->asked->kind->processes && !is_fault_of(plan, "cancel"));
		error = heat_run(plan, &ending, c);
		if (!error)
			judge(plan, &ending, fault);
	}
	return error;
}

// Which there are, the object says.
static int ask(struct heat_plan *plan, struct faults *faults, struct complaint *c)
{
	const struct heat *heat = plan->heat;
	struct ending ending;
	int error;

	plan->script = list;
	error = heat_run(plan, &ending, c);
	if (error)
		return error;
	if (!heat->nr_faults)
		return complain_machine(c, "the frame of %s has no faults", plan->object);
	faults->nr = heat->nr_faults < MOST_FAULTS ? heat->nr_faults : MOST_FAULTS;
	for (unsigned i = 0; i < faults->nr; i++)
		snprintf(faults->fault[i].name, sizeof faults->fault[i].name, "%s",
			 heat->fault_name[i]);
	return 0;
}

int race_faults(const struct racing_asked *asked, struct faults *faults, struct complaint *c)
{
	struct heat_plan plan;
	int error;

	*faults = (struct faults){0};
	if (heat_init(&plan, asked, c))
		return -1;
	plan.nr_tasks = NR_TASKS;
	plan.lasts_ns = 3 * heat_patience_ns(asked);
	error = ask(&plan, faults, c);
	if (!error)
		error = run(&plan, faults, c);
	heat_fini(&plan);
	return error;
}
