// SPDX-License-Identifier: MIT

// Numbers under a mutex, and a condition variable that all who wait are woken by; both made for
// processes.

#include "ticket.h"

#include <pthread.h>

struct lock {
	pthread_mutex_t mutex;
	pthread_cond_t served;
	unsigned next, serving;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	pthread_mutexattr_t mutex;
	pthread_condattr_t served;

	(void)nr_tasks;
	pthread_mutexattr_init(&mutex);
	pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&lock->mutex, &mutex);
	pthread_condattr_init(&served);
	pthread_condattr_setpshared(&served, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&lock->served, &served);
	lock->next = 0;
	lock->serving = 0;
}

void lock_acquire(struct lock *lock, unsigned task)
{
	unsigned mine;

	(void)task;
	pthread_mutex_lock(&lock->mutex);
	mine = lock->next++;
	while (lock->serving != mine)
		pthread_cond_wait(&lock->served, &lock->mutex);
	pthread_mutex_unlock(&lock->mutex);
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	pthread_mutex_lock(&lock->mutex);
	lock->serving++;
	pthread_cond_broadcast(&lock->served);
	pthread_mutex_unlock(&lock->mutex);
}
