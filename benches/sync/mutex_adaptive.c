// SPDX-License-Identifier: MIT

// The mutex that spins before it sleeps: twice as many turns as it took lately, but at most 100. A
// critical section as short as an increment is over before a waiter would be asleep, so contended
// it can beat `mutex`; where the owner has lost its PU, the spinning was for nothing. Uncontended
// it costs half as much again, because only the default mutex has a short way through the library.
//
// Source: GNU C Library, pthread_mutex_lock.c (PTHREAD_MUTEX_ADAPTIVE_NP, no standard has it);
// J. Ousterhout, Scheduling Techniques for Concurrent Systems, 1982 (spin, then block).

#define SYNC_NAME mutex_adaptive
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/must.h"
#include "benches/sync/no_holder.h"

#include <pthread.h>

struct lock {
	pthread_mutex_t mutex;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	pthread_mutexattr_t attributes;

	must(pthread_mutexattr_init(&attributes));
	must(pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP));
	if (setup->processes)
		must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(&lock->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
}

static void lock_fini(struct lock *lock)
{
	must(pthread_mutex_destroy(&lock->mutex));
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	pthread_mutex_lock(&lock->mutex);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	pthread_mutex_unlock(&lock->mutex);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "POSIX mutex that spins a little before it sleeps",
    .source = "GNU C Library, PTHREAD_MUTEX_ADAPTIVE_NP; Ousterhout 1982",
    .calls = true,
};

#include "benches/sync/instantiate.h"
