// SPDX-License-Identifier: MIT

// Misconception: many cells are enough, and it does not matter if two tasks share one now and then.
// It is the whole point that a cell has one writer: two who share one lose each other's increments,
// as with one cell for all. Two tasks never meet here; three do.

#include "counter.h"

#include <stdatomic.h>

// Alone on its line of 64 bytes, which is what processors hand each other.
struct cell {
	_Atomic uint64_t count __attribute__((aligned(64)));
};

enum {
	CELLS = 2, /* the mistake: COUNTER_TASKS */
};

struct counter {
	struct cell cell[CELLS];
};

const size_t counter_bytes = sizeof(struct counter);

void counter_init(struct counter *counter, unsigned nr_tasks)
{
	(void)nr_tasks;
	for (unsigned i = 0; i < CELLS; i++)
		atomic_init(&counter->cell[i].count, 0);
}

void counter_add(struct counter *counter, unsigned task)
{
	_Atomic uint64_t *mine = &counter->cell[task % CELLS].count;
	/* relaxed: nobody writes it but this task */
	uint64_t before = atomic_load_explicit(mine, memory_order_relaxed);

	/* atomic, as somebody may read it now; relaxed: a number is only a number, and nobody goes
	   by it to other data */
	atomic_store_explicit(mine, before + 1, memory_order_relaxed);
}

uint64_t counter_read(const struct counter *counter)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < CELLS; i++)
		/* relaxed: as above; of one cell nobody ever reads an older number than before */
		sum += atomic_load_explicit(&counter->cell[i].count, memory_order_relaxed);
	return sum;
}
