// SPDX-License-Identifier: MIT

// Two mutexes, locked in one order here and in the other there: a hang.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

void program_task(unsigned task)
{
	pthread_mutex_lock(&mutex[task]);
	pthread_mutex_lock(&mutex[1 - task]);
	pthread_mutex_unlock(&mutex[1 - task]);
	pthread_mutex_unlock(&mutex[task]);
}
