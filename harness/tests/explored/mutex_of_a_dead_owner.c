// SPDX-License-Identifier: MIT

// A robust mutex whose owner ends: the next one is told so, and has what the owner wrote. Who makes
// it consistent hands it on as usual.

#include <assert.h>
#include <errno.h>
#include <pthread.h>

void program_init(void);
void program_task(unsigned task);

const unsigned program_tasks = 3;

static pthread_mutex_t mutex;
static unsigned long counter, deaths;

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

	assert(error == 0 || (error == EOWNERDEAD && task != 0));
	if (error)
		deaths++;
	if (error)
		assert(pthread_mutex_consistent(&mutex) == 0);
	counter++;
	assert(deaths <= 1);
	if (task != 0)
		assert(pthread_mutex_unlock(&mutex) == 0);
}
