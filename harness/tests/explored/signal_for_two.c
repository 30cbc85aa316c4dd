// SPDX-License-Identifier: MIT

// Two wait, and a signal wakes only one of them: a hang.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 3;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static int is_done;

void program_task(unsigned task)
{
	pthread_mutex_lock(&mutex);
	if (task) {
		while (!is_done)
			pthread_cond_wait(&done, &mutex);
	} else {
		is_done = 1;
		pthread_cond_signal(&done);
	}
	pthread_mutex_unlock(&mutex);
}
