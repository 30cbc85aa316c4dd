// SPDX-License-Identifier: MIT

// Spin locks of POSIX (IEEE Std 1003.1-2017, pthread_spin_lock).

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

static uint32_t *word_of(pthread_spinlock_t *lock)
{
	return (uint32_t *)(uintptr_t)lock; /* which is volatile, and of no matter here */
}

ENTERED(int, pthread_spin_init, pthread_spinlock_t *lock, int shared)
{
	(void)shared;
	word_init(word_of(lock), 0, CALLER);
	return 0;
}

ENTERED(int, pthread_spin_destroy, pthread_spinlock_t *lock)
{
	(void)lock;
	return 0;
}

TURN(int, spin_try, uint32_t *word, void *pc)
{
	/* acquire: what the last owner wrote is to be seen */
	return word_compare(word, 0, 1, ORDER_ACQUIRE, pc) ? TURN_WAIT : TURN_DONE;
}

ENTERED(int, pthread_spin_lock, pthread_spinlock_t *lock)
{
	int turn;

	do
		turn = spin_try(word_of(lock), CALLER);
	while (turn_again(turn, true, CALLER));
	return 0;
}

ENTERED(int, pthread_spin_trylock, pthread_spinlock_t *lock)
{
	return spin_try(word_of(lock), CALLER) == TURN_DONE ? 0 : EBUSY;
}

ENTERED(int, pthread_spin_unlock, pthread_spinlock_t *lock)
{
	/* release: the next owner is to see what this one wrote */
	word_store(word_of(lock), 0, ORDER_RELEASE, CALLER);
	return 0;
}
