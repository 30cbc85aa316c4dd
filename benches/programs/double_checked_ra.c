// SPDX-License-Identifier: MIT

// Double-checked initialisation, put right: the pointer is published by a release and found by an
// acquire, so that who finds it finds what it points to. No data race, under any model, and after
// the first time no lock. Under the mutex the second look needs no order, and C11's call_once would
// be the same in one line.
//
// Source: Meyers and Alexandrescu, C++ and the Perils of Double-Checked Locking, Dr. Dobb's
// Journal, 2004.

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

struct settings {
	unsigned answer;
};

static struct settings settings; /* made when it is first asked for */
static struct settings *_Atomic made;
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

static struct settings *find(void)
{
	struct settings *found;

	found = atomic_load_explicit(&made, memory_order_acquire); /* acquire: as it was made */
	if (found)
		return found;
	pthread_mutex_lock(&making);
	found = atomic_load_explicit(&made, memory_order_relaxed); /* relaxed: under the mutex */
	if (!found) {
		settings.answer = 42;
		found = &settings;
		atomic_store_explicit(&made, found, memory_order_release); /* release: as it is */
	}
	pthread_mutex_unlock(&making);
	return found;
}

void program_task(unsigned task)
{
	(void)task;
	assert(find()->answer == 42);
}
