// SPDX-License-Identifier: MIT

// Draw a number, wait until it is served. First come, first served, with one atomic operation;
// but all who wait read the same line, which each unlock takes away from all of them. Strictly
// fair: with more tasks than PUs the one whose turn it is may have no PU, and all others wait for
// it. That is its cliff.
//
// Source: Reed and Kanodia, Synchronization with Eventcounts and Sequencers, CACM 22(2), 1979;
// Mellor-Crummey and Scott, ACM TOCS 9(1), 1991.

#define SYNC_NAME ticket
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/no_holder.h"
#include "benches/sync/spin.h"

struct lock {
	unsigned next;					  /* the number to be drawn */
	unsigned serving __attribute__((aligned(APART))); /* the number whose turn it is */
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	lock->next = 0;
	lock->serving = 0;
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	/* relaxed: a number is only a number; what was written comes by `serving` */
	unsigned mine = __atomic_fetch_add(&lock->next, 1, __ATOMIC_RELAXED), looks = 0;

	(void)holder;
	/* acquire: what the last owner wrote is to be seen */
	while (__builtin_expect(__atomic_load_n(&lock->serving, __ATOMIC_ACQUIRE) != mine, 0))
		spin_wait(&looks);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	/* relaxed: nobody but the owner writes it */
	unsigned mine = __atomic_load_n(&lock->serving, __ATOMIC_RELAXED);

	(void)holder;
	/* release: the next owner is to see what we wrote */
	__atomic_store_n(&lock->serving, mine + 1, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "draw a number, wait until it is served: first come, first served",
    .source = "Reed, Kanodia: Eventcounts and Sequencers, CACM 1979",
    .yields = true,
};

#include "benches/sync/instantiate.h"
