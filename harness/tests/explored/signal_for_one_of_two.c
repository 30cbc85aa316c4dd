// SPDX-License-Identifier: MIT

// Two wait for different things at one condition, and a signal may wake either: a hang if it is the
// wrong one, whoever came first.

#include <pthread.h>

void program_task(unsigned task);

const unsigned program_tasks = 3;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int waiting, stage;

// The first to come waits for stage 1, and makes it 2; the second waits for that.
static void await(void)
{
	int its = ++waiting;

	while (stage < its)
		pthread_cond_wait(&changed, &mutex);
	if (its == 1) {
		stage = 2;
		pthread_cond_signal(&changed);
	}
}

void program_task(unsigned task)
{
	pthread_mutex_lock(&mutex);
	if (task) {
		await();
	} else if (stage == 0) {
		stage = 1;
		pthread_cond_signal(&changed);
	}
	pthread_mutex_unlock(&mutex);
}
