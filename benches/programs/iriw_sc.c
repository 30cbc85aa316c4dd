// SPDX-License-Identifier: MIT

// Independent reads of independent writes, put right: all seq_cst accesses have one order, in which
// one of the two stores is first, and no reader can see the other one alone. Outcome 1010 is
// forbidden everywhere. It is the dearest of all guarantees: POWER has to put a full fence before
// each load.
//
// Outcome: x and y as task 2 read them, y and x as task 3 read them.
//
// Source: Boehm and Adve, Foundations of the C++ Concurrency Memory Model, PLDI 2008 (IRIW).

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 4;

static atomic_uint x, y;
static unsigned long saw_x[4], saw_y[4]; /* each written by its own task alone */

void program_task(unsigned task)
{
	/* seq_cst, all six: both readers see the two stores in the one order of all */
	if (task == 0) {
		atomic_store_explicit(&x, 1, memory_order_seq_cst);
	} else if (task == 1) {
		atomic_store_explicit(&y, 1, memory_order_seq_cst);
	} else if (task == 2) {
		saw_x[2] = atomic_load_explicit(&x, memory_order_seq_cst);
		saw_y[2] = atomic_load_explicit(&y, memory_order_seq_cst);
	} else {
		saw_y[3] = atomic_load_explicit(&y, memory_order_seq_cst);
		saw_x[3] = atomic_load_explicit(&x, memory_order_seq_cst);
	}
}

unsigned long program_outcome(void)
{
	return 1000 * saw_x[2] + 100 * saw_y[2] + 10 * saw_y[3] + saw_x[3];
}
