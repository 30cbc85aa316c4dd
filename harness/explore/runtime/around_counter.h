// SPDX-License-Identifier: MIT

// The program that explores a strategy: its own source, around one counter, as it is raced on a
// variable. EXPLORE_TASKS tasks do EXPLORE_OPS increments each; the outcome is the counter.
//
// benches/sync/instantiate.h includes this in place of its hot loops when a strategy is compiled to
// be explored. What a strategy does not use of a task (its number, its holder) is not kept, so that
// tasks that do the same are seen to be the same.

#include <stdint.h>

#include "benches/sync/sync.h"
#include "harness/trial/racy.h" // IWYU pragma: keep

#ifndef EXPLORE_TASKS
#define EXPLORE_TASKS 2
#endif
#ifndef EXPLORE_OPS
#define EXPLORE_OPS 1
#endif

enum {
	EXPLORE_ROOM = 1 << 16, /* bytes for a lock or a counter whose size depends on setup */
};

const unsigned program_tasks = EXPLORE_TASKS;
const unsigned long program_expected = (unsigned long)EXPLORE_TASKS * EXPLORE_OPS;

void program_init(void);
void program_task(unsigned task);
unsigned long program_outcome(void);

static const struct setup setup = {.nr_tasks = EXPLORE_TASKS};

#ifdef SYNC_LOCK

#ifdef RACELAB_EXPLORE_REAL
INLINE void racelab_inside(unsigned inside)
{
	(void)inside;
}
#else
void racelab_inside(unsigned inside); /* of the runtime */
#endif

#ifdef SYNC_LOCK_BYTES
#define EXPLORE_LOCK_ROOM EXPLORE_ROOM
#else
#define SYNC_LOCK_BYTES(setup) ((void)(setup), sizeof(struct lock))
#define EXPLORE_LOCK_ROOM      sizeof(struct lock)
#endif

static uint64_t counter;
static unsigned char lock[EXPLORE_LOCK_ROOM] __attribute__((aligned(APART)));
static struct holder holder[EXPLORE_TASKS];

void program_init(void)
{
	if (SYNC_LOCK_BYTES(&setup) > sizeof lock)
		__builtin_trap();
	lock_init((struct lock *)lock, &setup);
	for (unsigned task = 0; task < EXPLORE_TASKS; task++)
		holder_init(&holder[task], &setup, task);
}

/* as benches/sync/instantiate.h guards it, for the same reason */
INLINE void increment(void)
{
	if (about.may_lose)
		racy_add(&counter, 1);
	else
		counter++;
}

void program_task(unsigned task)
{
	for (unsigned i = 0; i < EXPLORE_OPS; i++) {
		acquire((struct lock *)lock, &holder[task]);
		racelab_inside(1);
		increment();
		racelab_inside(0);
		release((struct lock *)lock, &holder[task]);
	}
}

unsigned long program_outcome(void)
{
	return counter;
}

#elif defined(SYNC_COUNTER)

#ifdef SYNC_COUNTER_BYTES
#define EXPLORE_COUNTER_ROOM EXPLORE_ROOM
#else
#define SYNC_COUNTER_BYTES(setup) ((void)(setup), sizeof(struct counter))
#define EXPLORE_COUNTER_ROOM	  sizeof(struct counter)
#endif
#ifndef EXPLORE_PARAMETER
#define EXPLORE_PARAMETER (about.parameter.least) /* or two increments would not come to it */
#endif

static unsigned char counter[EXPLORE_COUNTER_ROOM] __attribute__((aligned(APART)));

INLINE struct seat seat_of(unsigned task)
{
	return (struct seat){task, EXPLORE_TASKS, EXPLORE_PARAMETER};
}

void program_init(void)
{
	if (SYNC_COUNTER_BYTES(&setup) > sizeof counter)
		__builtin_trap();
}

void program_task(unsigned task)
{
	const struct seat seat = seat_of(task);

	for (unsigned i = 0; i < EXPLORE_OPS; i++)
		add((struct counter *)counter, &seat, 1);
}

unsigned long program_outcome(void)
{
	const struct seat seat = seat_of(0);

#ifdef SYNC_LAGS
	return total((const struct counter *)counter, &seat);
#else
	return peek((const struct counter *)counter, &seat);
#endif
}

#else

INLINE void add(uint64_t *cell, uint64_t n); /* the strategy's own */

static uint64_t counter;

void program_init(void)
{
	(void)setup;
}

void program_task(unsigned task)
{
	(void)task;
	for (unsigned i = 0; i < EXPLORE_OPS; i++)
		add(&counter, 1);
}

unsigned long program_outcome(void)
{
	return counter;
}

#endif
