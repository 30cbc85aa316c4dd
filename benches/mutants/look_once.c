// SPDX-License-Identifier: MIT

// Misconception: who has waited once is next, so an `if` will do. But to come back from waiting
// (sched_yield here; a signal, a sleep, a condition variable elsewhere) says only that it is time
// to look again. Whoever does not look goes in while somebody else is still inside. Waiting is a
// loop.

#include "ticket.h"

#include <sched.h>
#include <stdatomic.h>

struct lock {
	atomic_uint next;
	atomic_uint serving;
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
	unsigned mine = atomic_fetch_add(&lock->next, 1);

	(void)task;
	if (atomic_load(&lock->serving) != mine) /* the mistake: while */
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_fetch_add(&lock->serving, 1);
}
