// SPDX-License-Identifier: MIT

// A mutex that program_init locked twice: no task could ever unlock it.

#include <pthread.h>

void program_init(void);
void program_task(unsigned task);

const unsigned program_tasks = 1;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void program_init(void)
{
	pthread_mutex_lock(&mutex);
	pthread_mutex_lock(&mutex);
}

void program_task(unsigned task)
{
	(void)task;
}
