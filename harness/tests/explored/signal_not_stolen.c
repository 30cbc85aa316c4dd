// SPDX-License-Identifier: MIT

// Who signals and then waits himself cannot be woken by his own signal in place of who waited then:
// two that take turns in this way both come to an end.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;
static int began;

void program_task(unsigned task)
{
	(void)task;
	pthread_mutex_lock(&mutex);
	if (began++ == 0) {
		pthread_cond_wait(&turn, &mutex);
		pthread_cond_signal(&turn);
	} else {
		pthread_cond_signal(&turn);
		pthread_cond_wait(&turn, &mutex);
	}
	pthread_mutex_unlock(&mutex);
}
