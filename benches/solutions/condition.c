// SPDX-License-Identifier: MIT

// A flag that says whether somebody is inside, and a condition variable to sleep on until it says
// no.

#include "lock.h"

#include <pthread.h>
#include <stdbool.h>

struct lock {
	pthread_mutex_t mutex; /* for `taken`, not for what the lock is for */
	pthread_cond_t freed;
	bool taken;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	pthread_mutex_init(&lock->mutex, NULL);
	pthread_cond_init(&lock->freed, NULL);
	lock->taken = false;
}

void lock_acquire(struct lock *lock, unsigned task)
{
	(void)task;
	pthread_mutex_lock(&lock->mutex);
	while (lock->taken)
		pthread_cond_wait(&lock->freed, &lock->mutex);
	lock->taken = true;
	pthread_mutex_unlock(&lock->mutex);
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	pthread_mutex_lock(&lock->mutex);
	lock->taken = false;
	pthread_cond_signal(&lock->freed);
	pthread_mutex_unlock(&lock->mutex);
}
