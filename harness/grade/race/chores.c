// SPDX-License-Identifier: MIT

#include "harness/grade/race/chores.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "benches/exercises/frame.h"
#include "harness/grade/race/loaded.h"
#include "harness/grade/race/members.h"
#include "harness/grade/race/race.h"
#include "harness/grade/race/word.h"
#include "harness/machine/counters.h"
#include "harness/machine/probe.h"
#include "harness/trial/gate.h"

#define ANY_TIME_NS 1000000000 /* it is killed before that, or sleeps once more */

static struct heat *now; /* hooks have no context */
static const struct heat_plan *planned;

void chore_note_in(struct heat *heat, const struct heat_plan *plan)
{
	now = heat;
	planned = plan;
}

void chore_unmet(const char *what)
{
	/* relaxed: which one is the first does not matter, as long as it is one */
	if (__atomic_fetch_add(&now->nr_unmet, 1, __ATOMIC_RELAXED) == 0)
		snprintf(now->claim, sizeof now->claim, "%s", what);
}

// A thread that cancels itself is cancelled as by another one, without the signal that it would be
// told by, and which nobody may send here. Who has switched that off goes on.
void chore_reached(void)
{
	if (strcmp(planned->fault_name, "cancel") == 0) {
		pthread_cancel(pthread_self());
		pthread_testcancel();
	} else if (strcmp(planned->fault_name, "kill") == 0) {
		word_set(&now->reached, 1);
		word_add(&now->bell);
		for (;;)
			members_nap(ANY_TIME_NS);
	}
}

static void begin(struct conductor *conductor)
{
	conductor->loaded.begin(conductor->room, conductor->plan->nr_tasks);
	if (conductor->plan->processes)
		loaded_save(&conductor->loaded, conductor->variables);
}

static void find(struct conductor *conductor)
{
	struct heat *heat = conductor->heat;
	unsigned nr_tasks = conductor->plan->nr_tasks;
	uint64_t done[MOST_RACING];

	for (unsigned i = 0; i < nr_tasks; i++)
		done[i] = heat->orders[i].rounds;
	heat->found = conductor->loaded.found(conductor->room, done, nr_tasks);
}

static void work(struct conductor *conductor, unsigned task)
{
	struct heat *heat = conductor->heat;
	struct orders *orders = &heat->orders[task];
	uint64_t rounds = conductor->plan->asked->rounds;
	const struct pace pace = {.rounds = rounds ? rounds : UINT64_MAX, .stop = &heat->stop};
	struct counters counters;
	struct counts begin, end;

	counters_open(&counters, 0); /* the kernel's own ones alone */
	gate_assemble(&heat->gate);
	gate_line_up(&heat->gate);
	__atomic_add_fetch(&heat->begun, 1, __ATOMIC_RELAXED); /* relaxed: only how many */
	counters_read(&counters, &begin);
	orders->start_ns = probe_now_ns();
	orders->rounds = conductor->loaded.work(conductor->room, task, &pace);
	orders->end_ns = probe_now_ns();
	counters_read(&counters, &end);
	counts_since(&end, &begin);
	orders->used_ns = end.cpu_ns;
	orders->slept = end.voluntary > 0;
}

static void do_one_round(struct conductor *conductor, unsigned task)
{
	static const unsigned never;
	const struct pace pace = {.rounds = 1, .stop = &never};

	conductor->heat->orders[task].rounds = conductor->loaded.work(conductor->room, task, &pace);
}

// To be called inside the critical section, by whoever is served.
static void note_served(struct heat *heat, unsigned task)
{
	/* relaxed: each takes a place of its own; whoever reads waits for all to be done */
	unsigned place = __atomic_fetch_add(&heat->nr_served, 1, __ATOMIC_RELAXED);

	if (place <= MOST_RACING)
		heat->served[place] = task;
}

static void queue(struct conductor *conductor, unsigned task)
{
	word_add(&conductor->heat->came);
	conductor->loaded.enter(conductor->room, task);
	note_served(conductor->heat, task);
	conductor->loaded.leave(conductor->room, task);
}

// Who lets go comes back at once, and so is the last of all who wait.
static void hold(struct conductor *conductor, unsigned task)
{
	struct heat *heat = conductor->heat;

	conductor->loaded.enter(conductor->room, task);
	word_add(&heat->came);
	while (!word_look(&heat->let_go))
		word_sleep(&heat->let_go, 0, UINT64_MAX);
	conductor->loaded.leave(conductor->room, task);
	conductor->loaded.enter(conductor->room, task);
	note_served(heat, task);
	conductor->loaded.leave(conductor->room, task);
}

// A task that is a process begins with the variables that frame_begin has left.
static void catch_up(struct conductor *conductor, unsigned member)
{
	if (conductor->plan->processes && member < conductor->plan->nr_tasks &&
	    conductor->heat->orders[member].given == 2)
		loaded_restore(&conductor->loaded, conductor->variables);
}

void chore_do(struct conductor *conductor, unsigned member, enum chore chore)
{
	catch_up(conductor, member);
	switch (chore) {
	case CHORE_READY:
		break;
	case CHORE_BEGIN:
		begin(conductor);
		break;
	case CHORE_FOUND:
		find(conductor);
		break;
	case CHORE_WORK:
		work(conductor, member);
		break;
	case CHORE_ROUND:
		do_one_round(conductor, member);
		break;
	case CHORE_HOLD:
		hold(conductor, member);
		break;
	case CHORE_QUEUE:
		queue(conductor, member);
		break;
	case CHORE_FAULT:
		conductor->loaded.fault(conductor->room, member, conductor->plan->fault);
		break;
	}
}
