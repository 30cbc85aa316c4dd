// SPDX-License-Identifier: MIT

// Test-and-set: write "taken" again and again until what was there before was "free". The shortest
// lock there is, and alone the cheapest. But every try writes, so each waiting task pulls the line
// away from the one that wants to unlock: the more tasks, the slower, and nobody's turn is certain.
//
// Source: Anderson, The Performance of Spin Lock Alternatives for Shared-Memory Multiprocessors,
// IEEE TPDS 1(1), 1990; Herlihy and Shavit, The Art of Multiprocessor Programming, 7.2.

#define SYNC_NAME tas
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
	while (__builtin_expect(__atomic_exchange_n(&lock->taken, 1, __ATOMIC_ACQUIRE), 0))
		spin_wait(&looks);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	/* release: the next owner is to see what we wrote */
	__atomic_store_n(&lock->taken, 0, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "test-and-set: tries by writing, again and again",
    .source = "Anderson: Spin Lock Alternatives, IEEE TPDS 1990",
    .yields = true,
};

#include "benches/sync/instantiate.h"
