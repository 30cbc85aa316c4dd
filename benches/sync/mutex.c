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
    .summary = "POSIX mutex with default attributes: waiters sleep",
    .source = "IEEE Std 1003.1-2017, pthread_mutex_lock",
    .calls = true,
};

#include "benches/sync/instantiate.h"
