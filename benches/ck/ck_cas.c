// SPDX-License-Identifier: MIT

// Concurrency Kit's lock by compare-and-swap: tries, and looks between two tries. A reference for
// `ttas`, and for `tas` where nobody waits.
//
// Source: Concurrency Kit (S. Al Bahra), spinlock/cas.h.

#define SYNC_NAME ck_cas
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/ck/ck.h"

#include "benches/sync/no_holder.h"

struct lock {
	ck_spinlock_cas_t spin;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	ck_spinlock_cas_init(&lock->spin);
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	ck_begin_waiting();
	ck_spinlock_cas_lock(&lock->spin);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	tsan_releasing(lock);
	ck_spinlock_cas_unlock(&lock->spin);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "Concurrency Kit's lock by compare-and-swap, looking between two tries",
    .source = "Concurrency Kit, spinlock/cas.h",
    .yields = true,
    .unexplored = "inline assembly",
};

#include "benches/sync/instantiate.h"
