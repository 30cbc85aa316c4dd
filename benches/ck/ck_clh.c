// SPDX-License-Identifier: MIT

// Concurrency Kit's queue lock by Craig, Landin and Hagersten, the reference for `clh`. The node
// keeps the pointer to its predecessor, so who comes next and the owner share a line. Fair, with
// the cliff of fair locks.
//
// Source: Concurrency Kit (S. Al Bahra), spinlock/clh.h.

#define SYNC_NAME ck_clh
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/ck/ck.h"

struct lock {
	ck_spinlock_clh_t *queue;
	ck_spinlock_clh_t first __attribute__((aligned(APART)));
};

struct holder {
	ck_spinlock_clh_t *mine; /* nodes travel, see clh.c */
	ck_spinlock_clh_t first __attribute__((aligned(APART)));
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	ck_spinlock_clh_init(&lock->queue, &lock->first);
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->first = (ck_spinlock_clh_t){0};
	holder->mine = &holder->first;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	ck_begin_waiting();
	ck_spinlock_clh_lock(&lock->queue, holder->mine);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	tsan_releasing(lock);
	(void)lock;
	ck_spinlock_clh_unlock(&holder->mine);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "Concurrency Kit's queue lock by Craig, Landin and Hagersten",
    .source = "Concurrency Kit, spinlock/clh.h",
    .yields = true,
    .unexplored = "inline assembly",
};

#include "benches/sync/instantiate.h"
