// SPDX-License-Identifier: MIT

// pthread_once (IEEE Std 1003.1-2017).

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/once.h"

#include <pthread.h>
#include <stdint.h>

#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

enum {
	NOT_YET,
	BEGUN,
	DONE,
};

// Begins it if nobody has; returns what was there. Acquire, also if it was done: what the routine
// wrote is to be seen.
TURN(uint32_t, once_begin, void *once, void *pc)
{
	return (uint32_t)racelab_step(STEP_COMPARE, OPERATION_EXCHANGE, once, sizeof(uint32_t),
				      BEGUN, NOT_YET, ORDER_ACQUIRE, ORDER_ACQUIRE, pc);
}

void once_do(void *once, void (*routine)(void), void *pc)
{
	uint32_t seen;

	do
		seen = once_begin(once, pc);
	while (seen == BEGUN && racelab_wait(pc));
	if (seen == DONE)
		return;
	routine();
	word_store(once, DONE, ORDER_RELEASE, pc);
}

ENTERED(int, pthread_once, pthread_once_t *once, void (*routine)(void))
{
	once_do(once, routine, CALLER);
	return 0;
}
