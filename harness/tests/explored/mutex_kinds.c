// SPDX-License-Identifier: MIT

// What each type of mutex says to its owner, and to others.

#include <assert.h>
#include <errno.h>
#include <pthread.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;
const unsigned long program_expected = 4;

static pthread_mutex_t checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static unsigned long counter;

static void check(void)
{
	assert(pthread_mutex_unlock(&checking) == EPERM);
	assert(pthread_mutex_lock(&checking) == 0);
	assert(pthread_mutex_lock(&checking) == EDEADLK);
	assert(pthread_mutex_trylock(&checking) == EBUSY);
	counter++;
	assert(pthread_mutex_unlock(&checking) == 0);
	assert(pthread_mutex_unlock(&checking) == EPERM);
}

static void lock_twice(void)
{
	assert(pthread_mutex_lock(&recursive) == 0);
	assert(pthread_mutex_trylock(&recursive) == 0);
	assert(pthread_mutex_unlock(&recursive) == 0);
	assert(pthread_mutex_lock(&checking) == 0);
	counter++;
	assert(pthread_mutex_unlock(&checking) == 0);
	assert(pthread_mutex_unlock(&recursive) == 0);
	assert(pthread_mutex_unlock(&recursive) == EPERM);
}

void program_task(unsigned task)
{
	(void)task;
	check();
	lock_twice();
}

unsigned long program_outcome(void)
{
	return counter;
}
