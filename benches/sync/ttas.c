// SPDX-License-Identifier: MIT

// Test-and-test-and-set: look until the lock is free, and only then try to take it. Waiting tasks
// read their own copy of the line and leave the owner in peace; when it unlocks, though, all of
// them see it and try at once. Alone it costs what `tas` costs, because the first try does not
// look.
//
// Source: Rudolph and Segall, Dynamic Decentralized Cache Schemes for MIMD Parallel Processors,
// ISCA 1984; Anderson, The Performance of Spin Lock Alternatives, IEEE TPDS 1(1), 1990.

#define SYNC_NAME ttas
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
	/* acquire: what the last owner wrote is to be seen */
	while (__builtin_expect(__atomic_exchange_n(&lock->taken, 1, __ATOMIC_ACQUIRE), 0)) {
		do
			spin_wait(&looks);
		while (__atomic_load_n(&lock->taken, __ATOMIC_RELAXED)); /* relaxed: only a hint */
	}
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	/* release: the next owner is to see what we wrote */
	__atomic_store_n(&lock->taken, 0, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "test-and-test-and-set: looks until it is free, then tries",
    .source = "Rudolph, Segall: Dynamic Decentralized Cache Schemes, ISCA 1984",
    .yields = true,
};

#include "benches/sync/instantiate.h"
