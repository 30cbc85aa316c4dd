// SPDX-License-Identifier: MIT

// A spin lock that is given back on one path only: a hang.

#include <pthread.h>

void program_init(void);
void program_task(unsigned task);

const unsigned program_tasks = 2;

static pthread_spinlock_t lock;
static int first;

void program_init(void)
{
	pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
}

void program_task(unsigned task)
{
	(void)task;
	pthread_spin_lock(&lock);
	if (first++)
		pthread_spin_unlock(&lock);
}
