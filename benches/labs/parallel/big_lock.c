// SPDX-License-Identifier: MIT

// The interpreter's lock, of a mutex and two conditions. A thread that demands it waits until it
// has it, so a holder that obeys can rely on being followed.

#include "benches/labs/parallel/big_lock.h"

#include <errno.h>
#include <time.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

void big_lock_init(struct big_lock *lock, uint64_t interval_ns)
{
	pthread_condattr_t attributes;

	*lock = (struct big_lock){.interval_ns = interval_ns};
	must(pthread_mutex_init(&lock->mutex, NULL));
	must(pthread_condattr_init(&attributes));
	must(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
	must(pthread_cond_init(&lock->given, &attributes));
	must(pthread_cond_init(&lock->taken, &attributes));
	must(pthread_condattr_destroy(&attributes));
}

void big_lock_fini(struct big_lock *lock)
{
	must(pthread_cond_destroy(&lock->taken));
	must(pthread_cond_destroy(&lock->given));
	must(pthread_mutex_destroy(&lock->mutex));
}

static void demand(struct big_lock *lock, bool demanded)
{
	/* relaxed: the mutex orders everything else; late is good enough for who looks without it
	 */
	__atomic_store_n(&lock->demanded, demanded, __ATOMIC_RELAXED);
}

// Sleeps until the lock is given, at most for an interval; true if it took that long.
static bool sleep_for_interval(struct big_lock *lock)
{
	uint64_t until_ns = lab_now_ns() + lock->interval_ns;
	struct timespec until = {.tv_sec = (time_t)(until_ns / 1000000000),
				 .tv_nsec = (long)(until_ns % 1000000000)};
	int error = pthread_cond_timedwait(&lock->given, &lock->mutex, &until);

	must(error == ETIMEDOUT ? 0 : error);
	return error == ETIMEDOUT;
}

// With the mutex held. Who took it from somebody else meanwhile has an interval of its own.
static void take(struct big_lock *lock)
{
	while (lock->held) {
		uint64_t turn = lock->nr_turns;

		if (sleep_for_interval(lock) && lock->nr_turns == turn)
			demand(lock, true);
	}
	lock->held = true;
	lock->nr_turns++;
	demand(lock, false);
	must(pthread_cond_broadcast(&lock->taken));
}

static void give(struct big_lock *lock)
{
	lock->held = false;
	must(pthread_cond_signal(&lock->given));
}

void big_lock_take(struct big_lock *lock)
{
	must(pthread_mutex_lock(&lock->mutex));
	take(lock);
	must(pthread_mutex_unlock(&lock->mutex));
}

void big_lock_give(struct big_lock *lock)
{
	must(pthread_mutex_lock(&lock->mutex));
	give(lock);
	must(pthread_mutex_unlock(&lock->mutex));
}

static void hand_on(struct big_lock *lock)
{
	uint64_t turn;

	must(pthread_mutex_lock(&lock->mutex));
	turn = lock->nr_turns;
	give(lock);
	while (lock->nr_turns == turn)
		must(pthread_cond_wait(&lock->taken, &lock->mutex));
	take(lock);
	must(pthread_mutex_unlock(&lock->mutex));
}

void big_lock_offer(struct big_lock *lock)
{
	/* relaxed: only a hint when to look properly */
	if (__atomic_load_n(&lock->demanded, __ATOMIC_RELAXED))
		hand_on(lock);
}
