// SPDX-License-Identifier: MIT

// All only read, by what they told the lock, and write.

#include <pthread.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;
const unsigned long program_expected = 2;

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static unsigned long counter;

void program_task(unsigned task)
{
	(void)task;
	pthread_rwlock_rdlock(&lock);
	counter++;
	pthread_rwlock_unlock(&lock);
}

unsigned long program_outcome(void)
{
	return counter;
}
