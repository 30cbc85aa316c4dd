// SPDX-License-Identifier: MIT

// A lock that first checks whether it is free and then takes it, as two steps: a known-bad control.
// Whoever checks between another's check and act finds it free as well, and both are in. The
// mistake behind many a "test if the file exists, then create it".
//
// Source: Goetz et al., Java Concurrency in Practice, 2.2.1 (check-then-act); CWE-367.

#define SYNC_NAME check_then_act
#define SYNC_LOCK
#include "benches/sync/sync.h"

#include "benches/sync/no_holder.h"
#include "benches/sync/spin.h"

struct lock {
	unsigned taken;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	lock->taken = 0;
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	unsigned looks = 0;

	(void)holder;
	/* the orders are those of a right lock; what is wrong is that there are two steps */
	while (__atomic_load_n(&lock->taken, __ATOMIC_ACQUIRE))
		spin_wait(&looks);
	__atomic_store_n(&lock->taken, 1, __ATOMIC_RELAXED);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	__atomic_store_n(&lock->taken, 0, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_BROKEN,
    .summary = "checks that the lock is free, then takes it: two steps",
    .source = "Goetz et al.: Java Concurrency in Practice, 2.2.1; CWE-367",
    .may_lose = true,
    .yields = true,
};

#include "benches/sync/instantiate.h"
