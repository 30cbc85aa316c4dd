// SPDX-License-Identifier: MIT

// Misconception: to unlock once more does no harm ("to be sure", or in an error path after the
// usual one). A semaphore counts: after two posts, two waits come through, and two tasks are
// inside. With a mutex it is undefined, and mostly lets go what somebody else has taken meanwhile.

#include "lock.h"

#include <semaphore.h>

struct lock {
	sem_t free; /* 1: nobody is inside */
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	sem_init(&lock->free, 0, 1);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	(void)task;
	while (sem_wait(&lock->free)) /* a signal may end it */
		;
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	sem_post(&lock->free);
	sem_post(&lock->free); /* the mistake */
}
