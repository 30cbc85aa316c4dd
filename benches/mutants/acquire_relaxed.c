// SPDX-License-Identifier: MIT

// Misconception: an exchange is one step whatever its memory order, so the lock is right with a
// relaxed one. It is true that one task alone gets in; but what it does inside may come before it
// has got in, and then it reads the counter as it was. x86 never shows it, as each exchange is a
// fence there; C11 calls it a data race on the counter.

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
	/* the mistake: acquire */
	while (atomic_exchange_explicit(&lock->taken, true, memory_order_relaxed))
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_store_explicit(&lock->taken, false, memory_order_release);
}
