// SPDX-License-Identifier: MIT

// The POSIX mutex with default attributes: one task at a time, the others sleep in the kernel.
// Nothing is lost. Uncontended it is two atomic operations and two calls; contended, tasks fall
// asleep and are woken, which costs microseconds. Process tasks need a process-shared one in
// shared memory.
//
// Source: IEEE Std 1003.1-2017, pthread_mutex_lock; U. Drepper, Futexes Are Tricky, 2011.

#define SYNC_NAME mutex
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/posix_mutex.h"

static void choose(pthread_mutexattr_t *attributes)
{
	(void)attributes; /* the default ones */
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
    .summary = "POSIX mutex with default attributes: waiters sleep",
    .source = "IEEE Std 1003.1-2017, pthread_mutex_lock",
    .calls = true,
};

#include "benches/sync/instantiate.h"
