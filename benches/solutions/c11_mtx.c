// SPDX-License-Identifier: MIT

// C11's own mutex.

#include "lock.h"

#include <threads.h>

struct lock {
	mtx_t mtx;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	mtx_init(&lock->mtx, mtx_plain);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	(void)task;
	mtx_lock(&lock->mtx);
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	mtx_unlock(&lock->mtx);
}
