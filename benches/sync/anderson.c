// SPDX-License-Identifier: MIT

// A ring of flags, one for each task: draw a place in the ring, wait for its flag, and when done
// raise the flag of the next place. First come, first served as `ticket`, but each task waits on a
// line of its own, so an unlock disturbs nobody but the next owner. Its price is room: a line for
// each task in every lock. With more tasks than PUs it has the cliff of every fair lock.
//
// Source: Anderson, The Performance of Spin Lock Alternatives for Shared-Memory Multiprocessors,
// IEEE TPDS 1(1), 1990.

#define SYNC_NAME anderson
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/spin.h"

struct place {
	unsigned go __attribute__((aligned(APART)));
};

struct lock {
	unsigned mask; /* places - 1; their number is a power of two, so `next` may wrap around */
	unsigned next __attribute__((aligned(APART)));
	struct place place[];
};

struct holder {
	unsigned place;
};

static unsigned nr_places(const struct setup *setup)
{
	unsigned nr = 1;

	while (nr < setup->nr_tasks)
		nr *= 2;
	return nr;
}

#define SYNC_LOCK_BYTES(setup) (sizeof(struct lock) + nr_places(setup) * sizeof(struct place))

static void lock_init(struct lock *lock, const struct setup *setup)
{
	lock->mask = nr_places(setup) - 1;
	lock->next = 0;
	for (unsigned i = 0; i <= lock->mask; i++)
		lock->place[i].go = i == 0;
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->place = 0;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	/* acq_rel: who draws this place a round later must not see its flag as it is now, but as
	   lowered below; that travels from draw to draw */
	unsigned mine = __atomic_fetch_add(&lock->next, 1, __ATOMIC_ACQ_REL) & lock->mask;
	unsigned looks = 0;

	/* acquire: what the last owner wrote is to be seen */
	while (__builtin_expect(!__atomic_load_n(&lock->place[mine].go, __ATOMIC_ACQUIRE), 0))
		spin_wait(&looks);
	/* relaxed: the next to look at it has drawn later, see above */
	__atomic_store_n(&lock->place[mine].go, 0, __ATOMIC_RELAXED);
	holder->place = mine;
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	unsigned next = (holder->place + 1) & lock->mask;

	/* release: the next owner is to see what we wrote */
	__atomic_store_n(&lock->place[next].go, 1, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "a ring of flags: each task waits on a line of its own, in order",
    .source = "Anderson: Spin Lock Alternatives, IEEE TPDS 1990",
    .yields = true,
};

#include "benches/sync/instantiate.h"
