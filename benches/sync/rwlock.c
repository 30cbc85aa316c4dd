// SPDX-License-Identifier: MIT

// The POSIX read-write lock, locked for writing: an increment writes, so nobody can share it. What
// is left is the price of being able to: more state to keep than a mutex has. It pays when most
// tasks only read.
//
// Source: IEEE Std 1003.1-2017, pthread_rwlock_wrlock; Courtois, Heymans and Parnas, Concurrent
// Control with Readers and Writers, 1971.

#define SYNC_NAME rwlock
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/must.h"
#include "benches/sync/no_holder.h"

#include <pthread.h>

struct lock {
	pthread_rwlock_t rwlock;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	pthread_rwlockattr_t attributes;

	must(pthread_rwlockattr_init(&attributes));
	if (setup->processes)
		must(pthread_rwlockattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_rwlock_init(&lock->rwlock, &attributes));
	must(pthread_rwlockattr_destroy(&attributes));
}

static void lock_fini(struct lock *lock)
{
	must(pthread_rwlock_destroy(&lock->rwlock));
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	pthread_rwlock_wrlock(&lock->rwlock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	pthread_rwlock_unlock(&lock->rwlock);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "POSIX read-write lock, taken for writing",
    .source = "IEEE Std 1003.1-2017, pthread_rwlock_wrlock; Courtois, Heymans, Parnas 1971",
    .calls = true,
};

#include "benches/sync/instantiate.h"
