// SPDX-License-Identifier: MIT

// A default mutex, locked again by who has it: a hang.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 1;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void program_task(unsigned task)
{
	(void)task;
	pthread_mutex_lock(&mutex);
	pthread_mutex_lock(&mutex);
}
