// SPDX-License-Identifier: MIT

// Nobody unlocks what the first one locked: a hang.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void program_task(unsigned task)
{
	(void)task;
	pthread_mutex_lock(&mutex);
}
