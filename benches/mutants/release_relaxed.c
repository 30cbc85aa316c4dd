// SPDX-License-Identifier: MIT

// Misconception: an atomic store is seen by others, so what was written before it is seen, too. Not
// with memory_order_relaxed: the lock may be seen to be free before the counter is seen to be
// written. x86 never shows it, arm64 does; C11 calls it a data race on the counter. It takes
// memory_order_release here, for the acquire of who comes next to find something to go by.

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
	while (atomic_exchange_explicit(&lock->taken, true, memory_order_acquire))
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	/* the mistake: release */
	atomic_store_explicit(&lock->taken, false, memory_order_relaxed);
}
