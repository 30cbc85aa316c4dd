// SPDX-License-Identifier: MIT

// The mutex that its owner may lock again: it keeps the owner's number and how many times it was
// locked, and is free when it was unlocked as often. Expect `mutex` and a few nanoseconds for
// keeping the books, although nothing here ever locks twice.
//
// Source: IEEE Std 1003.1-2017, pthread_mutexattr_settype (PTHREAD_MUTEX_RECURSIVE).

#define SYNC_NAME mutex_recursive
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/posix_mutex.h"

static void choose(pthread_mutexattr_t *attributes)
{
	must(pthread_mutexattr_settype(attributes, PTHREAD_MUTEX_RECURSIVE));
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
    .summary = "POSIX mutex that its owner may lock again",
    .source = "IEEE Std 1003.1-2017, pthread_mutexattr_settype",
    .calls = true,
};

#include "benches/sync/instantiate.h"
