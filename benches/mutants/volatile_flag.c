// SPDX-License-Identifier: MIT

// Misconception: volatile makes an access atomic, and orders what is around it. It does neither: it
// only keeps the compiler from leaving the access out. To take the lock is right here, as it is one
// exchange; but it is let go by a plain write, which C11 calls a data race on the lock itself, and
// which other machines than x86 may let overtake what was done inside.

#include "lock.h"

#include <sched.h>

struct lock {
	volatile unsigned taken; /* the mistake: atomic_uint, and atomic_store to let go */
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	lock->taken = 0;
}

void lock_acquire(struct lock *lock, unsigned task)
{
	(void)task;
	while (__atomic_exchange_n(&lock->taken, 1, __ATOMIC_ACQUIRE))
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	lock->taken = 0;
}
