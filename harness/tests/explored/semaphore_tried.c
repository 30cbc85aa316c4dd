// SPDX-License-Identifier: MIT

// What semaphores say: what is there is had once, and who cannot have it at once is told EAGAIN.

#include <assert.h>
#include <errno.h>
#include <semaphore.h>

void program_init(void);
void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;
const unsigned long program_expected = 1;

static sem_t semaphore;
static int got[2];

void program_init(void)
{
	assert(sem_init(&semaphore, 0, 1) == 0);
}

void program_task(unsigned task)
{
	if (sem_trywait(&semaphore) == 0)
		got[task] = 1;
	else
		assert(errno == EAGAIN);
}

unsigned long program_outcome(void)
{
	int left;

	assert(sem_getvalue(&semaphore, &left) == 0 && left == 0);
	return (unsigned long)(got[0] + got[1]);
}
