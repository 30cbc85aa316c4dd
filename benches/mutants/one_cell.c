// SPDX-License-Identifier: MIT

// Misconception: atomic loads and atomic stores make an atomic increment. Each of the two is whole,
// but between them there is room for others: two tasks read the same number and write back the same
// number. It is right only if a cell has one writer; here all tasks write one.

#include "counter.h"

#include <stdatomic.h>

struct counter {
	_Atomic uint64_t sum;
};

const size_t counter_bytes = sizeof(struct counter);

void counter_init(struct counter *counter, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_init(&counter->sum, 0);
}

void counter_add(struct counter *counter, unsigned task)
{
	(void)task;
	/* the mistake: two steps, and no cell for each task */
	atomic_store(&counter->sum, atomic_load(&counter->sum) + 1);
}

uint64_t counter_read(const struct counter *counter)
{
	return atomic_load(&counter->sum);
}
