// SPDX-License-Identifier: MIT

// A mutex is unlocked that is not locked: undefined, and said so.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void program_task(unsigned task)
{
	if (task == 0)
		pthread_mutex_lock(&mutex);
	pthread_mutex_unlock(&mutex);
}
