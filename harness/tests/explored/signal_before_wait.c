// SPDX-License-Identifier: MIT

// Who waits does not look first, so a signal that comes before is lost: a hang.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;

void program_task(unsigned task)
{
	pthread_mutex_lock(&mutex);
	if (task == 0)
		pthread_cond_wait(&done, &mutex);
	else
		pthread_cond_signal(&done);
	pthread_mutex_unlock(&mutex);
}
