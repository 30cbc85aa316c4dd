// SPDX-License-Identifier: MIT

// The POSIX spin lock: one word, tried until it is free, never asleep. With a PU for each task it
// is the cheapest of the POSIX locks, because nothing has to be woken. With more tasks than PUs a
// waiter burns its whole time slice while the owner waits for a PU: the library never yields.
//
// Source: IEEE Std 1003.1-2017, pthread_spin_lock.

#define SYNC_NAME pthread_spin
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/must.h"
#include "benches/sync/no_holder.h"

#include <pthread.h>

struct lock {
	pthread_spinlock_t spin;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	must(pthread_spin_init(&lock->spin, setup->processes ? PTHREAD_PROCESS_SHARED
							     : PTHREAD_PROCESS_PRIVATE));
}

static void lock_fini(struct lock *lock)
{
	must(pthread_spin_destroy(&lock->spin));
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	pthread_spin_lock(&lock->spin);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	pthread_spin_unlock(&lock->spin);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "POSIX spin lock: waiters never sleep",
    .source = "IEEE Std 1003.1-2017, pthread_spin_lock",
    .calls = true,
};

#include "benches/sync/instantiate.h"
