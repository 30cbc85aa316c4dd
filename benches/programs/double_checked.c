// SPDX-License-Identifier: MIT

// Double-checked initialisation: look for the object without a lock, and only if there is none,
// take the lock, look again, and make it. Wrong as it stands: who finds the pointer without the
// lock may not find what it points to, since nothing orders the two. rc11 has a data race (C11
// 5.1.2.4); under sc and tso the object is always there before its pointer, so that no test on x86
// finds it unless the compiler reorders the two. double_checked_ra is the remedy.
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

	found = atomic_load_explicit(&made, memory_order_relaxed); /* relaxed: wrongly so */
	if (found)
		return found;
	pthread_mutex_lock(&making);
	found = atomic_load_explicit(&made, memory_order_relaxed); /* relaxed: under the mutex */
	if (!found) {
		settings.answer = 42;
		found = &settings;
		atomic_store_explicit(&made, found, memory_order_relaxed); /* relaxed: wrongly so */
	}
	pthread_mutex_unlock(&making);
	return found;
}

void program_task(unsigned task)
{
	(void)task;
	assert(find()->answer == 42);
}
