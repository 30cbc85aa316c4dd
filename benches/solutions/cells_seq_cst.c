// SPDX-License-Identifier: MIT

// A cell for each task, with what <stdatomic.h> does if one says nothing: dear on x86, where such a
// store is a fence, and still nobody waits for anybody.

#include "counter.h"

#include <stdatomic.h>

// Alone on its line of 64 bytes, which is what processors hand each other.
struct cell {
	_Atomic uint64_t count __attribute__((aligned(64)));
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
	_Atomic uint64_t *mine = &counter->cell[task].count;
	uint64_t before = atomic_load(mine);

	atomic_store(mine, before + 1);
}

uint64_t counter_read(const struct counter *counter)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < counter->nr_tasks; i++)
		sum += atomic_load(&counter->cell[i].count);
	return sum;
}
