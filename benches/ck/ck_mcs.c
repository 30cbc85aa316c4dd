// SPDX-License-Identifier: MIT

// Concurrency Kit's queue lock by Mellor-Crummey and Scott, the reference for `mcs`. To unlock it
// first looks whether it is the last of the queue, and only then tries to empty it. Fair, with the
// cliff of fair locks.
//
// Source: Concurrency Kit (S. Al Bahra), spinlock/mcs.h.

#define SYNC_NAME ck_mcs
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/ck/ck.h"

struct lock {
	ck_spinlock_mcs_t queue;
};

struct holder {
	ck_spinlock_mcs_context_t node;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	ck_spinlock_mcs_init(&lock->queue);
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->node = (ck_spinlock_mcs_context_t){0};
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	ck_begin_waiting();
	ck_spinlock_mcs_lock(&lock->queue, &holder->node);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	tsan_releasing(lock);
	ck_spinlock_mcs_unlock(&lock->queue, &holder->node);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "Concurrency Kit's queue lock by Mellor-Crummey and Scott",
    .source = "Concurrency Kit, spinlock/mcs.h",
    .yields = true,
    .unexplored = "inline assembly",
};

#include "benches/sync/instantiate.h"
