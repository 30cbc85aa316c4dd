// SPDX-License-Identifier: MIT

// The mutex that survives its owner: when a task dies holding it, the kernel finds it in the list
// that each thread keeps of what it holds, and the next one gets the lock with EOWNERDEAD: repair
// the data, declare it consistent, go on. Keeping that list costs a few nanoseconds at each lock
// and unlock. A counter needs no repair: the dead task's last increment either happened or did not.
//
// Source: IEEE Std 1003.1-2017, pthread_mutexattr_setrobust, pthread_mutex_consistent;
// Linux, Documentation/locking/robust-futexes.rst.

#define SYNC_NAME mutex_robust
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/posix_mutex.h"

#include <errno.h>

static void choose(pthread_mutexattr_t *attributes)
{
	must(pthread_mutexattr_setrobust(attributes, PTHREAD_MUTEX_ROBUST));
}

// The lock came with an error: from a dead owner it can be had, with any other error it cannot.
static __attribute__((noinline, cold)) void take_over(struct lock *lock, int error)
{
	must(error == EOWNERDEAD ? pthread_mutex_consistent(&lock->mutex) : error);
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	int error = pthread_mutex_lock(&lock->mutex);

	if (__builtin_expect(error, 0))
		take_over(lock, error);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	pthread_mutex_unlock(&lock->mutex);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "POSIX mutex that the next task gets when its owner dies",
    .source = "IEEE Std 1003.1-2017, pthread_mutexattr_setrobust",
    .calls = true,
};

#include "benches/sync/instantiate.h"
