// SPDX-License-Identifier: MIT

// What is done once is done once, before anybody goes on.

#include <assert.h>
#include <pthread.h>
#include <threads.h>

void program_task(unsigned task);

const unsigned program_tasks = 3;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static once_flag flag = ONCE_FLAG_INIT;
static int times[2];

static void begin(void)
{
	times[0]++;
}

static void begin_too(void)
{
	times[1]++;
}

void program_task(unsigned task)
{
	if (task == 0)
		assert(pthread_once(&once, begin) == 0);
	call_once(&flag, begin_too);
	pthread_once(&once, begin);
	assert(times[0] == 1 && times[1] == 1);
}
