// SPDX-License-Identifier: MIT

// Misconception: a link is only a pointer, so it may be stored with any memory order. But who
// follows it writes to the node behind it. If the link is seen before the node has been made ready,
// the lock is handed over first, and that is then overwritten by "I wait": it waits for ever. x86
// never shows it; under rc11 it is found.

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
	/* the mistake: release */
	atomic_store_explicit(&lock->node[before].next, task + 1, memory_order_relaxed);
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
