// SPDX-License-Identifier: MIT

// Misconception: the counter is protected if everybody who touches it holds a lock. It must be the
// same lock. Here each task has one of its own (as with a mutex that is a member of each thread
// object, or a local variable), always finds it free, and keeps nobody out.

#include "lock.h"

#include <pthread.h>

enum {
	LOCKS = 64,
};

struct lock {
	pthread_mutex_t mutex[LOCKS]; /* the mistake: more than one */
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	for (unsigned i = 0; i < LOCKS; i++)
		pthread_mutex_init(&lock->mutex[i], NULL);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	pthread_mutex_lock(&lock->mutex[task % LOCKS]);
}

void lock_release(struct lock *lock, unsigned task)
{
	pthread_mutex_unlock(&lock->mutex[task % LOCKS]);
}
