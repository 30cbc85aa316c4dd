// SPDX-License-Identifier: MIT

// A robust mutex that nobody made consistent is lost for all who come later.

#include <assert.h>
#include <errno.h>
#include <pthread.h>

void program_init(void);
void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_mutex_t mutex;

void program_init(void)
{
	pthread_mutexattr_t attributes;

	assert(pthread_mutexattr_init(&attributes) == 0);
	assert(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST) == 0);
	assert(pthread_mutex_init(&mutex, &attributes) == 0);
}

void program_task(unsigned task)
{
	int error = pthread_mutex_lock(&mutex);

	if (task == 0 || error == 0)
		return; /* with the mutex, if it had it */
	assert(error == EOWNERDEAD);
	assert(pthread_mutex_unlock(&mutex) == 0);
	assert(pthread_mutex_lock(&mutex) == ENOTRECOVERABLE);
}
