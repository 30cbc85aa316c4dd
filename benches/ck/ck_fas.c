// SPDX-License-Identifier: MIT

// Concurrency Kit's lock by fetch-and-store (an exchange): tries, and looks between two tries. The
// reference for `ttas`, and for `tas` where nobody waits; CK's own choice of a default.
//
// Source: Concurrency Kit (S. Al Bahra), spinlock/fas.h.

#define SYNC_NAME ck_fas
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/ck/ck.h"

#include "benches/sync/no_holder.h"

struct lock {
	ck_spinlock_fas_t spin;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	ck_spinlock_fas_init(&lock->spin);
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	ck_begin_waiting();
	ck_spinlock_fas_lock(&lock->spin);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	tsan_releasing(lock);
	ck_spinlock_fas_unlock(&lock->spin);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "Concurrency Kit's lock by exchange, looking between two tries",
    .source = "Concurrency Kit, spinlock/fas.h",
    .yields = true,
    .unexplored = "inline assembly",
};

#include "benches/sync/instantiate.h"
