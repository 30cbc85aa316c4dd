// SPDX-License-Identifier: MIT

// Tasks that do the same are still different threads.

#include <assert.h>
#include <pthread.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 3;
const unsigned long program_expected = 3;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_t known[3];
static unsigned nr_known;

void program_task(unsigned task)
{
	pthread_t self = pthread_self();

	(void)task;
	pthread_mutex_lock(&mutex);
	for (unsigned i = 0; i < nr_known; i++)
		assert(!pthread_equal(known[i], self));
	known[nr_known++] = self;
	assert(pthread_equal(pthread_self(), self));
	pthread_mutex_unlock(&mutex);
}

unsigned long program_outcome(void)
{
	return nr_known;
}
