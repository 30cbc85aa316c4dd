// SPDX-License-Identifier: MIT

// Misconception: it is enough to add to what all see now and then, as what is collected gets there
// in the end. What has been collected since the last time does not: no task says that it is the
// last one. And until then a task does not find in the sum what it has itself added.

#include "counter.h"

#include <stdatomic.h>

// Alone on its line of 64 bytes, which is what processors hand each other.
struct cell {
	_Atomic uint64_t count __attribute__((aligned(64)));
	uint64_t collected; /* not yet in it */
};

enum {
	BATCH = 64,
};

struct counter {
	unsigned nr_tasks;
	struct cell cell[COUNTER_TASKS];
};

const size_t counter_bytes = sizeof(struct counter);

void counter_init(struct counter *counter, unsigned nr_tasks)
{
	counter->nr_tasks = nr_tasks; /* plain: written before there are tasks, and then no more */
	for (unsigned i = 0; i < nr_tasks; i++)
		atomic_init(&counter->cell[i].count, 0);
}

void counter_add(struct counter *counter, unsigned task)
{
	struct cell *mine = &counter->cell[task];

	/* the mistake: what is collected is read by nobody */
	if (++mine->collected < BATCH)
		return;
	atomic_store_explicit(&mine->count, atomic_load(&mine->count) + mine->collected,
			      memory_order_relaxed);
	mine->collected = 0;
}

uint64_t counter_read(const struct counter *counter)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < counter->nr_tasks; i++)
		/* relaxed: as above; of one cell nobody ever reads an older number than before */
		sum += atomic_load_explicit(&counter->cell[i].count, memory_order_relaxed);
	return sum;
}
