// SPDX-License-Identifier: MIT

// A queue of waiters without links: each comes with a flag of its own and watches that of who came
// before. As that one may be back, and its flag up again, before the waiter has looked, it does not
// keep its flag: who leaves takes along the one it has watched. Flags are known by number, so that
// the lock may lie at another address in each process.
//
// Source: Craig, Building FIFO and Priority-Queuing Spin Locks from Atomic Swap, University of
// Washington TR 93-02-02, 1993; Magnusson, Landin, Hagersten, Queue Locks on Cache Coherent
// Multiprocessors, IPPS 1994.

#include "ticket.h"

#include <sched.h>
#include <stdatomic.h>

enum {
	TASKS = 500,
};

struct lock {
	atomic_uint last;		/* the flag of who came last */
	atomic_uchar raised[TASKS + 1]; /* its owner is inside, or waits */
	unsigned short mine[TASKS];	/* each task's own flag, */
	unsigned short watched[TASKS];	/* and that of who came before it */
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	for (unsigned i = 0; i < nr_tasks; i++)
		lock->mine[i] = i;
	atomic_init(&lock->last, nr_tasks); /* nobody's, and not raised */
}

void lock_acquire(struct lock *lock, unsigned task)
{
	unsigned mine = lock->mine[task], before;

	/* relaxed: nobody watches it until the exchange */
	atomic_store_explicit(&lock->raised[mine], 1, memory_order_relaxed);
	/* acq_rel: our flag is raised for who comes next, as that of who came before is for us */
	before = atomic_exchange_explicit(&lock->last, mine, memory_order_acq_rel);
	lock->watched[task] = before;
	/* acquire: what was done inside before us */
	while (atomic_load_explicit(&lock->raised[before], memory_order_acquire))
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	unsigned mine = lock->mine[task];

	/* nobody watches it any more; ours perhaps somebody does who has yet to look */
	lock->mine[task] = lock->watched[task];
	/* release: what we did inside, for who watches */
	atomic_store_explicit(&lock->raised[mine], 0, memory_order_release);
}
