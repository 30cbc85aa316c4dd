// SPDX-License-Identifier: MIT

// A ticket lock: draw a number, wait until it is served. All of it lies in struct lock, so tasks
// may as well be processes.
//
// Source: Reed and Kanodia, Synchronization with Eventcounts and Sequencers, CACM 22(2), 1979.

#include "ticket.h"

#include <sched.h>
#include <stdatomic.h>

struct lock {
	atomic_uint next;    /* the number that is drawn next */
	atomic_uint serving; /* the number whose turn it is */
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_init(&lock->next, 0);
	atomic_init(&lock->serving, 0);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	/* relaxed: a number is only a number; what others did comes by `serving` */
	unsigned mine = atomic_fetch_add_explicit(&lock->next, 1, memory_order_relaxed);

	(void)task;
	/* acquire: what the task before us did inside comes before what we do */
	while (atomic_load_explicit(&lock->serving, memory_order_acquire) != mine)
		sched_yield(); /* whose turn it is may have no PU */
}

void lock_release(struct lock *lock, unsigned task)
{
	/* relaxed: nobody writes it but who is inside */
	unsigned mine = atomic_load_explicit(&lock->serving, memory_order_relaxed);

	(void)task;
	/* release: what we did inside comes before the next task's turn */
	atomic_store_explicit(&lock->serving, mine + 1, memory_order_release);
}
