// SPDX-License-Identifier: MIT

// Read-write locks (IEEE Std 1003.1-2017, pthread_rwlock_rdlock). Readers get in whenever no writer
// is in, whoever waits: glibc's default, of what POSIX leaves open. A writer who asks again waits
// for himself.

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <time.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

enum {
	READER = 1, /* each of them */
	WRITER = 1 << 16,
};

static uint32_t *word_of(pthread_rwlock_t *lock)
{
	return (uint32_t *)lock;
}

// One try to read, where *open is thought to be what is there if no writer is.
TURN(int, rwlock_try_to_read, uint32_t *word, uint32_t *open, void *pc)
{
	/* acquire: what the last writer wrote is to be seen */
	uint32_t seen = word_compare(word, *open, *open + READER, ORDER_ACQUIRE, pc);

	if (seen == *open)
		return TURN_DONE;
	if (seen & WRITER)
		return TURN_WAIT;
	*open = seen;
	return TURN_AGAIN;
}

// Takes it, and if it cannot be had at once waits, or returns that error.
static int take_to_read(pthread_rwlock_t *lock, int error, void *pc)
{
	uint32_t open = 0;
	int turn;

	do
		turn = rwlock_try_to_read(word_of(lock), &open, pc);
	while (turn_again(turn, !error, pc));
	return turn == TURN_DONE ? 0 : error;
}

TURN(int, rwlock_try_to_write, uint32_t *word, void *pc)
{
	/* acquire: what those before wrote is to be seen, and what was read has been */
	return word_compare(word, 0, WRITER, ORDER_ACQUIRE, pc) ? TURN_WAIT : TURN_DONE;
}

static int take_to_write(pthread_rwlock_t *lock, int error, void *pc)
{
	int turn;

	do
		turn = rwlock_try_to_write(word_of(lock), pc);
	while (turn_again(turn, !error, pc));
	return turn == TURN_DONE ? 0 : error;
}

ENTERED(int, pthread_rwlock_init, pthread_rwlock_t *restrict lock,
	const pthread_rwlockattr_t *restrict attributes)
{
	(void)attributes; /* processes and preferences: of no matter here */
	word_init(lock, 0, CALLER);
	return 0;
}

ENTERED(int, pthread_rwlock_destroy, pthread_rwlock_t *lock)
{
	return word_load(word_of(lock), ORDER_RELAXED, CALLER) ? EBUSY : 0;
}

ENTERED(int, pthread_rwlock_rdlock, pthread_rwlock_t *lock)
{
	return take_to_read(lock, 0, CALLER);
}

ENTERED(int, pthread_rwlock_tryrdlock, pthread_rwlock_t *lock)
{
	return take_to_read(lock, EBUSY, CALLER);
}

ENTERED(int, pthread_rwlock_timedrdlock, pthread_rwlock_t *restrict lock,
	const struct timespec *restrict until)
{
	(void)until; /* see mutex.c */
	return take_to_read(lock, ETIMEDOUT, CALLER);
}

ENTERED(int, pthread_rwlock_wrlock, pthread_rwlock_t *lock)
{
	return take_to_write(lock, 0, CALLER);
}

ENTERED(int, pthread_rwlock_trywrlock, pthread_rwlock_t *lock)
{
	return take_to_write(lock, EBUSY, CALLER);
}

ENTERED(int, pthread_rwlock_timedwrlock, pthread_rwlock_t *restrict lock,
	const struct timespec *restrict until)
{
	(void)until; /* see mutex.c */
	return take_to_write(lock, ETIMEDOUT, CALLER);
}

ENTERED(int, pthread_rwlock_unlock, pthread_rwlock_t *lock)
{
	uint32_t seen = word_load(word_of(lock), ORDER_RELAXED, CALLER);

	if (!seen)
		racelab_end(STEP_CRASH, "unlocks a read-write lock that is not locked", CALLER);
	/* release: the next one is to see what was written, a writer also that it was read */
	if (seen & WRITER)
		word_store(word_of(lock), 0, ORDER_RELEASE, CALLER);
	else
		word_add(word_of(lock), -(uint32_t)READER, ORDER_RELEASE, CALLER);
	return 0;
}
