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
#include "benches/sync/posix_mutex.h"

static void choose(pthread_mutexattr_t *attributes)
{
	must(pthread_mutexattr_settype(attributes, PTHREAD_MUTEX_ADAPTIVE_NP));
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
