// SPDX-License-Identifier: MIT

// A lock of your own, to start from: test-and-set, the simplest lock there is. One word says
// whether somebody is inside; whoever sets it is, and everybody else keeps trying.
//
// Nothing is lost. Alone it costs one atomic operation and one store; with several tasks every try
// takes the lock's cache line away from the one who needs it, so the more wait, the slower it gets.
// Change acquire() and release() and race it again: only look before you try, take turns, back off.
//
// Source: Herlihy and Shavit, The Art of Multiprocessor Programming, 7.2 (Test-And-Set Locks).

#define SYNC_NAME my_lock // what --sync calls it; run_variable__my_lock is its loop
#define SYNC_LOCK	  // it is a lock, not an increment that protects itself
#include "benches/sync/sync.h"
#include "benches/sync/spin.h"

// What the tasks share. It lies in memory that they all see, zeroed: no pointers in here.
struct lock {
	unsigned taken;
};

// What each task has of its own: nothing here, but C wants a member.
struct holder {
	char nothing;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	lock->taken = 0;
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)holder;
	(void)setup;
	(void)task;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	unsigned looks = 0;

	(void)holder;
	/* acquire: what the task before us did inside comes before what we do */
	while (__atomic_exchange_n(&lock->taken, 1, __ATOMIC_ACQUIRE))
		spin_wait(&looks); /* gives the PU up at times: the holder may have none */
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	/* release: what we did inside comes before the next task's turn */
	__atomic_store_n(&lock->taken, 0, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "test-and-set: whoever sets the word is inside, the others keep trying",
    .source = "Herlihy, Shavit: The Art of Multiprocessor Programming, 7.2",
    .yields = true,
};

#include "benches/sync/instantiate.h"
