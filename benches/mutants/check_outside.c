// SPDX-License-Identifier: MIT

// Misconception: who has seen that the lock is free may take it. But to look is one step and to
// take it is another; two tasks that look before either of them takes it both find it free, and
// both go in. To look and to take must be one step: an exchange, or a compare-and-swap.

#include "lock.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

struct lock {
	atomic_bool taken;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_init(&lock->taken, false);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	(void)task;
	while (atomic_load(&lock->taken))
		sched_yield();
	atomic_store(&lock->taken, true); /* the mistake: somebody may have been here since */
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_store(&lock->taken, false);
}
