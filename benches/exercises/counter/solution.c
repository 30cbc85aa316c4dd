// SPDX-License-Identifier: MIT

// A cell for each task, and a reader sums up. Only its own task writes a cell, so to read it, to
// add and to write it back needs not be one step; and as each has a line to itself, nobody waits
// for anybody. Readers pay for it.
//
// Source: McKenney, Is Parallel Programming Hard, section 5.2.2 (statistical counters).

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
	/* relaxed: nobody writes it but this task */
	uint64_t before = atomic_load_explicit(mine, memory_order_relaxed);

	/* atomic, as somebody may read it now; relaxed: a number is only a number, and nobody goes
	   by it to other data */
	atomic_store_explicit(mine, before + 1, memory_order_relaxed);
}

uint64_t counter_read(const struct counter *counter)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < counter->nr_tasks; i++)
		/* relaxed: as above; of one cell nobody ever reads an older number than before */
		sum += atomic_load_explicit(&counter->cell[i].count, memory_order_relaxed);
	return sum;
}
