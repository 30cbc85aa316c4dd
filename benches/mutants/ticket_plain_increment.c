// SPDX-License-Identifier: MIT

// Misconception: to draw a number is one statement, so no two tasks draw the same. But `next++` on
// a plain variable is a read, an addition and a write; two tasks that read the same number wait for
// the same turn, and go in together. The drawing itself must be one step: atomic_fetch_add.

#include "ticket.h"

#include <sched.h>
#include <stdatomic.h>

struct lock {
	unsigned next; /* the mistake: not atomic */
	atomic_uint serving;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	lock->next = 0;
	atomic_init(&lock->serving, 0);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	unsigned mine = lock->next++;

	(void)task;
	while (atomic_load(&lock->serving) != mine)
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_fetch_add(&lock->serving, 1);
}
