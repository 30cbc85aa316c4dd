// SPDX-License-Identifier: MIT

// Misconception: a lock, or an atomic, is for those who write; to read a number needs neither. Each
// task has a cell to itself and nothing is lost; but the reader reads plain variables that others
// write at the same time. That is a data race: a compiler may read them once for all, or in pieces.
// It takes atomic loads and stores (relaxed ones will do, and cost nothing).

#include "counter.h"

struct cell {
	uint64_t count __attribute__((aligned(64))); /* the mistake: not _Atomic */
};

struct counter {
	unsigned nr_tasks;
	struct cell cell[COUNTER_TASKS];
};

const size_t counter_bytes = sizeof(struct counter);

void counter_init(struct counter *counter, unsigned nr_tasks)
{
	counter->nr_tasks = nr_tasks;
}

void counter_add(struct counter *counter, unsigned task)
{
	counter->cell[task].count++;
}

uint64_t counter_read(const struct counter *counter)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < counter->nr_tasks; i++)
		sum += counter->cell[i].count;
	return sum;
}
