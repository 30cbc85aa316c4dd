// SPDX-License-Identifier: MIT

// Rounds, by atomics and futex(2), so that they serve threads and processes alike.

#include "harness/trial/rounds.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define FINISHED UINT_MAX /* rounds begun, when there will be no more */

static void wake_all(unsigned *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static unsigned look(unsigned *word)
{
	/* acquire: what was written before the word was set is seen after it */
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static void set(unsigned *word, unsigned value)
{
	/* release: pairs with the acquire in look */
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
	wake_all(word);
}

void rounds_init(struct rounds *rounds, unsigned nr_tasks, bool once)
{
	*rounds = (struct rounds){
	    .nr_tasks = nr_tasks,
	    .last = once ? 1 : FINISHED - 1,
	    .begun = once,
	    .left = nr_tasks,
	};
}

void rounds_begin(struct rounds *rounds)
{
	rounds->left = rounds->nr_tasks; /* plain: nobody is in a round, and begun publishes it */
	set(&rounds->begun, rounds->begun + 1);
}

bool rounds_ended(struct rounds *rounds, uint64_t wait_ns)
{
	struct timespec wait = {.tv_sec = (time_t)(wait_ns / 1000000000),
				.tv_nsec = (long)(wait_ns % 1000000000)};
	unsigned ended = look(&rounds->all_ended);

	if (ended != rounds->begun)
		syscall(SYS_futex, &rounds->all_ended, FUTEX_WAIT, ended, &wait, NULL, 0);
	return look(&rounds->all_ended) == rounds->begun;
}

void rounds_finish(struct rounds *rounds)
{
	set(&rounds->begun, FINISHED);
}

bool rounds_enter(struct rounds *rounds, unsigned round)
{
	unsigned begun;

	if (round > rounds->last)
		return false;
	while ((begun = look(&rounds->begun)) < round)
		syscall(SYS_futex, &rounds->begun, FUTEX_WAIT, begun, NULL, NULL, 0);
	return begun != FINISHED;
}

void rounds_leave(struct rounds *rounds)
{
	/* acq_rel: collects what all tasks wrote in this round, for whoever sees that it ended */
	if (__atomic_sub_fetch(&rounds->left, 1, __ATOMIC_ACQ_REL) == 0)
		set(&rounds->all_ended, rounds->begun);
}
