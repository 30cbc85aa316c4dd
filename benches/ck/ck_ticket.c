// SPDX-License-Identifier: MIT

// Concurrency Kit's ticket lock, the reference for `ticket`. On x86 both numbers are halves of one
// word of 32 bits: a draw sees at once whether it is served, but every draw takes the line away
// from all who wait, and to unlock is an atomic operation, too. Fair, with the cliff of fair locks.
//
// Source: Concurrency Kit (S. Al Bahra), spinlock/ticket.h.

#define SYNC_NAME ck_ticket
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/ck/ck.h"

#include "benches/sync/no_holder.h"

struct lock {
	ck_spinlock_ticket_t spin;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	ck_spinlock_ticket_init(&lock->spin);
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	ck_begin_waiting();
	ck_spinlock_ticket_lock(&lock->spin);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	tsan_releasing(lock);
	ck_spinlock_ticket_unlock(&lock->spin);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "Concurrency Kit's ticket lock: both numbers in one word",
    .source = "Concurrency Kit, spinlock/ticket.h",
    .yields = true,
    .unexplored = "inline assembly",
};

#include "benches/sync/instantiate.h"
