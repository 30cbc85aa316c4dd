// SPDX-License-Identifier: MIT

// Misconception: a static variable is shared by all who run the program. It is by threads. But each
// process has one of its own, in its own memory: all draw the same numbers, wait for nobody, and
// keep only themselves out. What processes are to share must lie in memory that they share.

#include "ticket.h"

#include <sched.h>
#include <stdatomic.h>

struct lock {
	char nothing;
};

static atomic_uint next, serving; /* the mistake: they belong into struct lock */

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)lock;
	(void)nr_tasks;
	atomic_init(&next, 0);
	atomic_init(&serving, 0);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	/* relaxed: a number is only a number; what others did comes by `serving` */
	unsigned mine = atomic_fetch_add_explicit(&next, 1, memory_order_relaxed);

	(void)lock;
	(void)task;
	/* acquire: what the task before us did inside comes before what we do */
	while (atomic_load_explicit(&serving, memory_order_acquire) != mine)
		sched_yield(); /* whose turn it is may have no PU */
}

void lock_release(struct lock *lock, unsigned task)
{
	/* relaxed: nobody writes it but who is inside */
	unsigned mine = atomic_load_explicit(&serving, memory_order_relaxed);

	(void)lock;
	(void)task;
	/* release: what we did inside comes before the next task's turn */
	atomic_store_explicit(&serving, mine + 1, memory_order_release);
}
