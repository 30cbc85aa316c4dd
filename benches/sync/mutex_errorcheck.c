// SPDX-License-Identifier: MIT

// The mutex that finds its user's faults: locking what one already holds and unlocking what one
// does not hold are errors and not a deadlock. So it has to know its owner: each call asks for the
// thread's number and compares. Expect `mutex` and a few nanoseconds. Here every error ends the
// trial, because errors that nobody looks at are not worth that price.
//
// Source: IEEE Std 1003.1-2017, pthread_mutexattr_settype (PTHREAD_MUTEX_ERRORCHECK).

#define SYNC_NAME mutex_errorcheck
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/posix_mutex.h"

static void choose(pthread_mutexattr_t *attributes)
{
	must(pthread_mutexattr_settype(attributes, PTHREAD_MUTEX_ERRORCHECK));
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	must(pthread_mutex_lock(&lock->mutex));
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	must(pthread_mutex_unlock(&lock->mutex));
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "POSIX mutex that refuses a second lock and a stranger's unlock",
    .source = "IEEE Std 1003.1-2017, pthread_mutexattr_settype",
    .calls = true,
};

#include "benches/sync/instantiate.h"
