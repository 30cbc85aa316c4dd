// SPDX-License-Identifier: MIT

// Two tasks and nothing but loads and stores: say that you want in, let the other go first, and
// wait only while the other wants in and it is its turn. The proof needs every task to see these
// stores and loads in one order, which no machine gives by itself: seq_cst asks for it, and costs
// about what an atomic operation costs (`peterson_unfenced` shows what happens without).
//
// Source: Peterson, Myths About the Mutual Exclusion Problem, Information Processing Letters 12(3),
// 1981.

#define SYNC_NAME peterson
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/spin.h"

struct want {
	unsigned in __attribute__((aligned(APART)));
};

struct lock {
	struct want want[2];
	unsigned turn __attribute__((aligned(APART)));
};

struct holder {
	unsigned me;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	lock->want[0].in = lock->want[1].in = 0;
	lock->turn = 0;
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	holder->me = task;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	unsigned me = holder->me, other = 1 - me, looks = 0;

	/* seq_cst, the first three: each task's stores come before its load in one order for both,
	   so at least one of two that want in sees it of the other; acquire: what the other wrote
	   before it let us go first (racelab explore peterson --orders: no more is needed) */
	__atomic_store_n(&lock->want[me].in, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&lock->turn, other, __ATOMIC_SEQ_CST);
	while (__builtin_expect(__atomic_load_n(&lock->want[other].in, __ATOMIC_SEQ_CST), 0) &&
	       __atomic_load_n(&lock->turn, __ATOMIC_ACQUIRE) == other)
		spin_wait(&looks);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	/* release: the other is to see what we wrote */
	__atomic_store_n(&lock->want[holder->me].in, 0, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "two tasks, by loads and stores alone, in sequentially consistent order",
    .source = "Peterson: Myths About the Mutual Exclusion Problem, IPL 1981",
    .yields = true,
    .max_tasks = 2,
};

#include "benches/sync/instantiate.h"
