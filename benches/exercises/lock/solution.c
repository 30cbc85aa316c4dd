// SPDX-License-Identifier: MIT

// Test-and-test-and-set: looks until the lock is free, then tries to be the one who takes it.

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
	/* acquire: what the task before us did inside comes before what we do */
	while (atomic_exchange_explicit(&lock->taken, true, memory_order_acquire))
		while (atomic_load_explicit(&lock->taken, memory_order_relaxed))
			sched_yield(); /* relaxed: only to look; the holder may have no PU */
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	/* release: what we did inside comes before the next task's turn */
	atomic_store_explicit(&lock->taken, false, memory_order_release);
}
