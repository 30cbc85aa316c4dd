// SPDX-License-Identifier: MIT

// Test-and-test-and-set with exponential backoff: who came too late stays away for a random time
// that may be twice as long after each failure. Fewer tries collide, so the line is left to the
// owner, and the owner is likely to get it again: fast under contention, and unfair.
//
// Source: Anderson, The Performance of Spin Lock Alternatives for Shared-Memory Multiprocessors,
// IEEE TPDS 1(1), 1990; Herlihy and Shavit, The Art of Multiprocessor Programming, 7.4.

#define SYNC_NAME ttas_backoff
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/spin.h"

/* in turns of cpu_relax, 20 to 60 ns each: from half a handoff to about 20 of them */
#define SHORTEST 4
#define LONGEST	 128

struct lock {
	unsigned taken;
};

struct holder {
	uint32_t random;
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

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	holder->random = task; /* so that tasks draw different times */
}

// Stays away for up to *limit turns, and doubles the limit.
INLINE void back_off(struct holder *holder, unsigned *limit)
{
	/* Numerical Recipes' generator, of which the high bits are the random ones */
	holder->random = holder->random * 1664525 + 1013904223;
	for (unsigned turns = (holder->random >> 16) & (*limit - 1); turns; turns--)
		cpu_relax();
	if (*limit < LONGEST)
		*limit *= 2;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	unsigned looks = 0, limit = SHORTEST;

	/* acquire: what the last owner wrote is to be seen */
	while (__builtin_expect(__atomic_exchange_n(&lock->taken, 1, __ATOMIC_ACQUIRE), 0)) {
		back_off(holder, &limit);
		while (__atomic_load_n(&lock->taken, __ATOMIC_RELAXED)) /* relaxed: only a hint */
			spin_wait(&looks);
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
    .summary = "test-and-test-and-set; who came too late stays away for longer each time",
    .source = "Anderson: Spin Lock Alternatives, IEEE TPDS 1990",
    .yields = true,
};

#include "benches/sync/instantiate.h"
