// SPDX-License-Identifier: MIT

// All meet twice: behind each meeting, what each wrote before it is there for all, and one of them
// was told that it is the one.

#include <assert.h>
#include <pthread.h>
#include <stddef.h>

void program_init(void);
void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;
const unsigned long program_expected = 2;

static pthread_barrier_t barrier;
static int here[2];
static unsigned long told[2];

void program_init(void)
{
	assert(pthread_barrier_init(&barrier, NULL, 2) == 0);
}

void program_task(unsigned task)
{
	for (int i = 1; i <= 2; i++) {
		here[task] = i;
		if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
			told[task]++;
		assert(here[1 - task] == i);
		pthread_barrier_wait(&barrier);
	}
}

unsigned long program_outcome(void)
{
	return told[0] + told[1];
}
