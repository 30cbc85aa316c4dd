// SPDX-License-Identifier: MIT

// Who waits only for a time is woken, or is not: nobody hangs, and both are seen.

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static unsigned long woken;

static void await(void)
{
	struct timespec until = {1, 0};
	int error = pthread_cond_timedwait(&done, &mutex, &until);

	assert(error == 0 || error == ETIMEDOUT);
	woken = error == 0;
}

void program_task(unsigned task)
{
	pthread_mutex_lock(&mutex);
	if (task == 0)
		await();
	else
		pthread_cond_signal(&done);
	pthread_mutex_unlock(&mutex);
}

unsigned long program_outcome(void)
{
	return woken;
}
