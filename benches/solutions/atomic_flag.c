// SPDX-License-Identifier: MIT

// C11's only type that is always lock-free, and its one operation.

#include "lock.h"

#include <sched.h>
#include <stdatomic.h>

struct lock {
	atomic_flag taken;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_flag_clear(&lock->taken);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	(void)task;
	while (atomic_flag_test_and_set_explicit(&lock->taken, memory_order_acquire))
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_flag_clear_explicit(&lock->taken, memory_order_release);
}
