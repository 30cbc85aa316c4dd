// SPDX-License-Identifier: MIT

// Misconception: numbers must not grow for ever, so when nobody waits one may begin at 0 again.
// That nobody waits was true when it was looked at; a task that draws a number in between waits for
// one that has been taken back, or two have the same. There is no need for it: unsigned numbers
// begin again at 0 by themselves, and only their being equal counts.

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
	if (atomic_load(&lock->next) == mine + 1) { /* the mistake: all of this */
		atomic_store(&lock->next, 0);
		atomic_store(&lock->serving, 0);
	}
}
