// SPDX-License-Identifier: MIT

// The mutex with priority inheritance: while a task of higher priority waits, the owner runs with
// that priority, so that no task of middle priority can keep both from running (what reset the Mars
// Pathfinder). For that the kernel has to know the owner: a contended unlock always goes through
// it, and it hands the lock to one waiter itself. Uncontended it costs two to three times what
// `mutex` does; contended it is far slower, because each increment can be two context switches.
//
// Source: IEEE Std 1003.1-2017, pthread_mutexattr_setprotocol; Sha, Rajkumar and Lehoczky, Priority
// Inheritance Protocols, 1990; Linux, Documentation/locking/pi-futex.rst.

#define SYNC_NAME mutex_pi
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/posix_mutex.h"

static void choose(pthread_mutexattr_t *attributes)
{
	must(pthread_mutexattr_setprotocol(attributes, PTHREAD_PRIO_INHERIT));
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
    .summary = "POSIX mutex that lends its owner the priority of who waits",
    .source = "Sha, Rajkumar, Lehoczky 1990; IEEE Std 1003.1-2017",
    .calls = true,
};

#include "benches/sync/instantiate.h"
