// SPDX-License-Identifier: MIT

// Semaphores without a name (IEEE Std 1003.1-2017, sem_wait).

#include <errno.h>
#include <limits.h>
#include <semaphore.h>
#include <stdint.h>
#include <time.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

static uint32_t *word_of(sem_t *semaphore)
{
	return (uint32_t *)semaphore;
}

static int fail(int error)
{
	racelab_own()->error = error;
	return -1;
}

// One try to take one, where *there are thought to be so many.
TURN(int, semaphore_try, uint32_t *word, uint32_t *there, void *pc)
{
	/* acquire: what was written before the post is to be seen */
	uint32_t seen = word_compare(word, *there, *there - 1, ORDER_ACQUIRE, pc);

	if (seen == *there)
		return TURN_DONE;
	*there = seen ? seen : 1;
	return seen ? TURN_AGAIN : TURN_WAIT;
}

// Takes one, and if there is none waits, or fails with that error.
static int take(sem_t *semaphore, int error, void *pc)
{
	uint32_t there = 1;
	int turn;

	do
		turn = semaphore_try(word_of(semaphore), &there, pc);
	while (turn_again(turn, !error, pc));
	return turn == TURN_DONE ? 0 : fail(error);
}

ENTERED(int, sem_init, sem_t *semaphore, int shared, unsigned value)
{
	(void)shared;
	if (value > SEM_VALUE_MAX)
		return fail(EINVAL);
	word_init(semaphore, value, CALLER);
	return 0;
}

ENTERED(int, sem_destroy, sem_t *semaphore)
{
	(void)semaphore;
	return 0;
}

ENTERED(int, sem_wait, sem_t *semaphore)
{
	return take(semaphore, 0, CALLER);
}

ENTERED(int, sem_trywait, sem_t *semaphore)
{
	return take(semaphore, EAGAIN, CALLER);
}

ENTERED(int, sem_timedwait, sem_t *restrict semaphore, const struct timespec *restrict until)
{
	(void)until; /* see mutex.c */
	return take(semaphore, ETIMEDOUT, CALLER);
}

ENTERED(int, sem_clockwait, sem_t *restrict semaphore, clockid_t clock,
	const struct timespec *restrict until)
{
	(void)clock;
	(void)until;
	return take(semaphore, ETIMEDOUT, CALLER);
}

ENTERED(int, sem_post, sem_t *semaphore)
{
	/* release: who waited is to see what was written before */
	if (word_add(word_of(semaphore), 1, ORDER_RELEASE, CALLER) == SEM_VALUE_MAX)
		racelab_end(STEP_CRASH, "posts a semaphore beyond SEM_VALUE_MAX", CALLER);
	return 0;
}

ENTERED(int, sem_getvalue, sem_t *restrict semaphore, int *restrict value)
{
	int seen = (int)word_load(word_of(semaphore), ORDER_RELAXED, CALLER);

	racelab_announce(value, sizeof *value, CALLER);
	*(volatile int *)value = seen;
	return 0;
}
