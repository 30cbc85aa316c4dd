// SPDX-License-Identifier: MIT

// Conditions as they are to be used: two wait until it is done, one does it and wakes both. Each of
// those who wait sees what was written before.

#include <assert.h>
#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 3;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static int is_done, what;

static void await(void)
{
	pthread_mutex_lock(&mutex);
	while (!is_done)
		pthread_cond_wait(&done, &mutex);
	pthread_mutex_unlock(&mutex);
	assert(what == 1);
}

void program_task(unsigned task)
{
	if (task) {
		await();
		return;
	}
	what = 1;
	pthread_mutex_lock(&mutex);
	is_done = 1;
	pthread_mutex_unlock(&mutex);
	pthread_cond_broadcast(&done);
}
