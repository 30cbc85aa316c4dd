// SPDX-License-Identifier: MIT

// One operation, raced by two pinned threads in rounds: prepared by one of them alone, done by both
// at the same time, checked by one alone. They meet by spinning before and after, so that they do
// begin at the same time, and a round is over before one has run away from the other.

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/labs/lab.h"
#include "benches/labs/operations/acts.h"
#include "benches/sync/must.h"

/* Looks before the PU is given up: some us, as long as the other task may take if it has one. */
#define LOOKS_BEFORE_YIELD 1000

/* Times the window for an operation that has not gone wrong yet: "never" takes more to say. */
#define PATIENCE 5

struct pair_of_tasks;

struct racing_task {
	struct pair_of_tasks *pair;
	unsigned number;
	uint64_t expected; /* arrivals when both are at this task's next meeting */
	struct seen seen;
} __attribute__((aligned(128)));

// Two tasks and what they do.
struct pair_of_tasks {
	struct racing_task task[2];
	const struct lab_run *run;
	const struct operation *operation;
	struct place *place;
	uint64_t begin_ns;
	bool over;	  /* after this round; task 0 says so between two rounds */
	uint64_t arrived; /* at a meeting, since the beginning */
};

// Goes on when both are here; spinning, so that both go on at the same time.
static void meet(struct racing_task *task)
{
	uint64_t *arrived = &task->pair->arrived;

	task->expected += 2;
	/* acq_rel: what either did before the meeting, the other sees after it */
	__atomic_add_fetch(arrived, 1, __ATOMIC_ACQ_REL);
	for (unsigned n = 1; __atomic_load_n(arrived, __ATOMIC_ACQUIRE) < task->expected; n++)
		if (n % LOOKS_BEFORE_YIELD == 0)
			sched_yield();
}

static bool is_over(const struct pair_of_tasks *pair)
{
	uint64_t window_ns = lab_option(pair->run, "window"), ns = lab_now_ns() - pair->begin_ns;
	bool wrong = pair->task[0].seen.wrong || pair->task[1].seen.wrong;

	return ns >= (wrong ? window_ns : PATIENCE * window_ns);
}

static void begin_round(struct racing_task *task)
{
	struct pair_of_tasks *pair = task->pair;

	if (pair->operation->prepare && task->number == 0)
		pair->operation->prepare(pair->place);
	if (task->number == 0)
		pair->over = is_over(pair);
	meet(task);
}

static void end_round(struct racing_task *task)
{
	struct pair_of_tasks *pair = task->pair;

	meet(task);
	if (pair->operation->check && task->number == 0)
		pair->operation->check(pair->place, &task->seen);
}

static void *race(void *argument)
{
	struct racing_task *task = argument;
	struct pair_of_tasks *pair = task->pair;
	bool over;

	must(lab_pin(pair->run, task->number));
	do {
		begin_round(task);
		over = pair->over;
		pair->operation->act(pair->place, task->number, &task->seen);
		end_round(task);
	} while (!over);
	return NULL;
}

struct seen operation_race(const struct lab_run *run, const struct operation *operation,
			   struct place *place)
{
	struct pair_of_tasks pair = {
	    .task = {{.pair = &pair, .number = 0}, {.pair = &pair, .number = 1}},
	    .run = run,
	    .operation = operation,
	    .place = place,
	    .begin_ns = lab_now_ns(),
	};
	pthread_t thread[2];
	struct seen seen;

	for (unsigned i = 0; i < 2; i++)
		must(pthread_create(&thread[i], NULL, race, &pair.task[i]));
	for (unsigned i = 0; i < 2; i++)
		must(pthread_join(thread[i], NULL));
	seen = pair.task[0].seen;
	seen.ops += pair.task[1].seen.ops;
	seen.wrong += pair.task[1].seen.wrong;
	return seen;
}
