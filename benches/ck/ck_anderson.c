// SPDX-License-Identifier: MIT

// Concurrency Kit's lock by Anderson, the reference for `anderson`. Its flags lie side by side,
// eight bytes each, so tasks that wait share lines. Fair, with the cliff of fair locks.
//
// Source: Concurrency Kit (S. Al Bahra), spinlock/anderson.h.

#define SYNC_NAME ck_anderson
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/ck/ck.h"

#include <assert.h>

struct lock {
	ck_spinlock_anderson_t ring;
	ck_spinlock_anderson_thread_t place[];
};

struct holder {
	ck_spinlock_anderson_thread_t *place;
};

// A power of two, which spares CK a division and a loop.
static unsigned nr_places(const struct setup *setup)
{
	unsigned nr = 1;

	while (nr < setup->nr_tasks)
		nr *= 2;
	return nr;
}

#define SYNC_LOCK_BYTES(setup)                                                                     \
	(sizeof(struct lock) + nr_places(setup) * sizeof(ck_spinlock_anderson_thread_t))

static void lock_init(struct lock *lock, const struct setup *setup)
{
	unsigned nr = nr_places(setup);

	assert(nr > 0); /* CK divides by it */
	ck_spinlock_anderson_init(&lock->ring, lock->place, nr);
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->place = NULL;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	ck_begin_waiting();
	ck_spinlock_anderson_lock(&lock->ring, &holder->place);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	tsan_releasing(lock);
	ck_spinlock_anderson_unlock(&lock->ring, holder->place);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "Concurrency Kit's ring of flags, side by side",
    .source = "Concurrency Kit, spinlock/anderson.h",
    .yields = true,
    .unexplored = "inline assembly",
};

#include "benches/sync/instantiate.h"
