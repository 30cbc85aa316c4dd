// SPDX-License-Identifier: MIT

// Barriers (IEEE Std 1003.1-2017, pthread_barrier_wait). POSIX says that one of those who meet is
// told so; here it is always the last to come.

#include <errno.h>
#include <pthread.h>
#include <stdint.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

// In place of a pthread_barrier_t. Who has come is counted on and on, so that nobody who still
// waits for one meeting can take part in the next.
struct barrier {
	uint32_t needed, came;
};

ENTERED(int, pthread_barrier_init, pthread_barrier_t *restrict barrier,
	const pthread_barrierattr_t *restrict attributes, unsigned count)
{
	struct barrier *its = (struct barrier *)barrier;

	(void)attributes;
	if (!count)
		return EINVAL;
	word_init(&its->needed, count, CALLER);
	word_init(&its->came, 0, CALLER);
	return 0;
}

ENTERED(int, pthread_barrier_destroy, pthread_barrier_t *barrier)
{
	(void)barrier;
	return 0;
}

static uint32_t barrier_needs(struct barrier *barrier, void *pc)
{
	uint32_t needed = word_load(&barrier->needed, ORDER_PLAIN, pc);

	if (!needed)
		racelab_end(STEP_CRASH, "waits at a barrier that nobody initialised", pc);
	return needed;
}

TURN(uint32_t, barrier_came, uint32_t *came, void *pc)
{
	return word_load(came, ORDER_ACQUIRE, pc);
}

ENTERED(int, pthread_barrier_wait, pthread_barrier_t *barrier)
{
	struct barrier *its = (struct barrier *)barrier;
	uint32_t needed = barrier_needs(its, CALLER), before, all;

	/* acquire and release: what each wrote before it, all are to see behind it */
	before = word_add(&its->came, 1, ORDER_ACQ_REL, CALLER);
	all = before / needed * needed + needed;
	if (before + 1 == all)
		return PTHREAD_BARRIER_SERIAL_THREAD;
	do
		before = barrier_came(&its->came, CALLER);
	while (before < all && racelab_wait(CALLER));
	return 0;
}
