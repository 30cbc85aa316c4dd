// SPDX-License-Identifier: MIT

// Any number of tasks and nothing but loads and stores: take a number higher than all you see, and
// wait for everyone with a lower one (of two equal numbers, the lower task's). First come, first
// served without any atomic operation, but each increment reads what every task has written: its
// cost grows with the number of tasks even when nobody else wants in.
//
// Source: Lamport, A New Solution of Dijkstra's Concurrent Programming Problem, CACM 17(8), 1974.

#define SYNC_NAME bakery
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/spin.h"

struct customer {
	unsigned choosing __attribute__((aligned(APART)));
	uint64_t number; /* 0: wants nothing; 64 bits last for ever */
};

struct lock {
	unsigned nr_tasks;
	struct customer customer[];
};

#define SYNC_LOCK_BYTES(setup) (sizeof(struct lock) + (setup)->nr_tasks * sizeof(struct customer))

struct holder {
	unsigned me;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	lock->nr_tasks = setup->nr_tasks;
	for (unsigned i = 0; i < lock->nr_tasks; i++)
		lock->customer[i] = (struct customer){0};
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

INLINE uint64_t highest_number(const struct lock *lock)
{
	uint64_t highest = 0;

	for (unsigned i = 0; i < lock->nr_tasks; i++) {
		/* seq_cst: after `choosing` was set, in the one order of all tasks */
		uint64_t number = __atomic_load_n(&lock->customer[i].number, __ATOMIC_SEQ_CST);

		highest = number > highest ? number : highest;
	}
	return highest;
}

// Waits until customer i is behind `me`, whose number is `mine`, or wants nothing.
INLINE void wait_for(const struct lock *lock, unsigned i, unsigned me, uint64_t mine)
{
	const struct customer *c = &lock->customer[i];
	uint64_t number;
	unsigned looks = 0;

	/* seq_cst: after our number was written, in the one order of all tasks */
	while (__atomic_load_n(&c->choosing, __ATOMIC_SEQ_CST))
		spin_wait(&looks);
	/* acquire: what it wrote before its new number or none is to be seen; that a number is not
	   missed is settled by `choosing` (racelab explore bakery --orders) */
	while ((number = __atomic_load_n(&c->number, __ATOMIC_ACQUIRE)) &&
	       (number < mine || (number == mine && i < me)))
		spin_wait(&looks);
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	struct customer *me = &lock->customer[holder->me];
	uint64_t mine;

	/* seq_cst: to be seen before we look at others' numbers, and so the number before we wait
	 */
	__atomic_store_n(&me->choosing, 1, __ATOMIC_SEQ_CST);
	mine = highest_number(lock) + 1;
	__atomic_store_n(&me->number, mine, __ATOMIC_SEQ_CST);
	__atomic_store_n(&me->choosing, 0, __ATOMIC_RELEASE); /* release: after the number */
	for (unsigned i = 0; i < lock->nr_tasks; i++)
		wait_for(lock, i, holder->me, mine);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	/* release: the next owner is to see what we wrote */
	__atomic_store_n(&lock->customer[holder->me].number, 0, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary =
	"take a number, wait for all lower ones: any number of tasks by loads and stores alone",
    .source = "Lamport: A New Solution of Dijkstra's Concurrent Programming Problem, CACM 1974",
    .yields = true,
};

#include "benches/sync/instantiate.h"
