// SPDX-License-Identifier: MIT

// The same two mutexes in both orders, but who cannot have the second gives the first back.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

void program_task(unsigned task)
{
	pthread_mutex_lock(&mutex[task]);
	while (pthread_mutex_trylock(&mutex[1 - task])) {
		pthread_mutex_unlock(&mutex[task]);
		pthread_mutex_lock(&mutex[task]);
	}
	pthread_mutex_unlock(&mutex[1 - task]);
	pthread_mutex_unlock(&mutex[task]);
}
