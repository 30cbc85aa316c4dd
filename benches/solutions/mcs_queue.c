// SPDX-License-Identifier: MIT

// A queue of waiters, each on a node of its own, that its predecessor writes to. The nodes lie in
// the lock and are known by number, so that the lock may lie at another address in each process.
//
// Source: Mellor-Crummey and Scott, Algorithms for Scalable Synchronization on Shared-Memory
// Multiprocessors, ACM TOCS 9(1), 1991.

#include "ticket.h"

#include <sched.h>
#include <stdatomic.h>

enum {
	TASKS = 500,
};

// Nodes go by their numbers, from 1; 0 is none.
struct node {
	atomic_ushort next;
	atomic_ushort waits;
};

struct lock {
	atomic_uint last; /* 0: free */
	struct node node[TASKS + 1];
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_init(&lock->last, 0);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	struct node *mine = &lock->node[task + 1];
	unsigned before;

	/* relaxed, both: nobody knows of the node until the exchange */
	atomic_store_explicit(&mine->next, 0, memory_order_relaxed);
	atomic_store_explicit(&mine->waits, 1, memory_order_relaxed);
	/* acq_rel: the node, as it is now, for who comes next; what was done inside, if it is free
	 */
	before = atomic_exchange_explicit(&lock->last, task + 1, memory_order_acq_rel);
	if (!before)
		return;
	/* release: `waits` is set before the predecessor clears it */
	atomic_store_explicit(&lock->node[before].next, task + 1, memory_order_release);
	/* acquire: what was done inside before us */
	while (atomic_load_explicit(&mine->waits, memory_order_acquire))
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	struct node *mine = &lock->node[task + 1];
	unsigned last = task + 1, next;

	/* release: what we did inside, for who finds the lock free; relaxed: nothing was seen */
	if (atomic_compare_exchange_strong_explicit(&lock->last, &last, 0, memory_order_release,
						    memory_order_relaxed))
		return;
	/* acquire: the successor's node, as it was when it told us of it */
	while (!(next = atomic_load_explicit(&mine->next, memory_order_acquire)))
		sched_yield(); /* somebody has come, and is about to say who */
	/* release: what we did inside, for the successor */
	atomic_store_explicit(&lock->node[next].waits, 0, memory_order_release);
}
