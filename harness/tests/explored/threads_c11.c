// SPDX-License-Identifier: MIT

// The same by the names of C11: a hand-over through a condition.

#include <assert.h>
#include <threads.h>

void program_init(void);
void program_task(unsigned task);

const unsigned program_tasks = 2;

static mtx_t mutex;
static cnd_t changed;
static int full, letter;

void program_init(void)
{
	assert(mtx_init(&mutex, mtx_plain | mtx_recursive) == thrd_success);
	assert(cnd_init(&changed) == thrd_success);
}

static void put(void)
{
	letter = 1;
	full = 1;
	assert(cnd_signal(&changed) == thrd_success);
}

static void take(void)
{
	while (!full)
		assert(cnd_wait(&changed, &mutex) == thrd_success);
	assert(letter == 1);
}

void program_task(unsigned task)
{
	assert(mtx_lock(&mutex) == thrd_success);
	if (task)
		put();
	else
		take();
	assert(mtx_unlock(&mutex) == thrd_success);
	assert(mtx_unlock(&mutex) == thrd_error);
}
