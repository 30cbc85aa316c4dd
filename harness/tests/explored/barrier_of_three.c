// SPDX-License-Identifier: MIT

// Two wait for a third who never comes: a hang.

#include <assert.h>
#include <pthread.h>
#include <stddef.h>

void program_init(void);
void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_barrier_t barrier;

void program_init(void)
{
	assert(pthread_barrier_init(&barrier, NULL, 3) == 0);
}

void program_task(unsigned task)
{
	(void)task;
	pthread_barrier_wait(&barrier);
}
