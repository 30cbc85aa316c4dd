// SPDX-License-Identifier: MIT

// The compiler's own atomics on a plain variable, as the kernel's and older code has them. It spins
// without giving the processor up.

#include "lock.h"

struct lock {
	char taken;
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
	while (__atomic_test_and_set(&lock->taken, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(&lock->taken, __ATOMIC_RELAXED))
			;
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	__atomic_clear(&lock->taken, __ATOMIC_RELEASE);
}
