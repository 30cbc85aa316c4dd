// SPDX-License-Identifier: MIT

// Misconception: what looks as it did has not changed (ABA). Each who waits watches the flag of who
// came before: it is up, so that one is still inside. But it may have been down in between: its
// owner left, came back, and raised it again before the waiter looked. Now it waits behind the
// waiter, and the waiter for its flag, for ever. A flag must not be used again while somebody may
// still watch it: who leaves is to take along the one it has watched, which nobody does any more.
//
// Source of the lock: Craig, Building FIFO and Priority-Queuing Spin Locks from Atomic Swap,
// University of Washington TR 93-02-02, 1993.

#include "ticket.h"

#include <sched.h>
#include <stdatomic.h>

enum {
	TASKS = 500,
};

struct lock {
	atomic_uint last;		/* who came last */
	atomic_uchar raised[TASKS + 1]; /* of each task: it is inside, or waits */
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	atomic_init(&lock->last, nr_tasks); /* nobody, whose flag is never raised */
}

void lock_acquire(struct lock *lock, unsigned task)
{
	unsigned before;

	/* the mistake: a flag for each task, for good; somebody may still watch it */
	atomic_store_explicit(&lock->raised[task], 1, memory_order_relaxed);
	/* acq_rel: our flag is raised for who comes next, as that of who came before is for us */
	before = atomic_exchange_explicit(&lock->last, task, memory_order_acq_rel);
	if (before == task)
		return; /* nobody has come since we left */
	/* acquire: what was done inside before us */
	while (atomic_load_explicit(&lock->raised[before], memory_order_acquire))
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	/* release: what we did inside, for who watches */
	atomic_store_explicit(&lock->raised[task], 0, memory_order_release);
}
