// SPDX-License-Identifier: MIT

// Write-to-read causality: task 0 writes x; task 1, once it has seen that, writes y; task 2, once
// it has seen that, reads x. Can it miss what was the cause of all: outcome 110? sc and tso forbid
// it; rc11 allows it, as relaxed accesses carry no causes on, and POWER does it. wrc_ra is the
// remedy.
//
// Outcome: what task 1 saw of x, task 2 of y, and task 2 of x after that.
//
// Source: Boehm and Adve, Foundations of the C++ Concurrency Memory Model, PLDI 2008 (WRC).

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 3;

static atomic_uint x, y;
static unsigned long saw_x[3], saw_y; /* each written by its own task alone; saw_y by task 2 */

void program_task(unsigned task)
{
	if (task == 0) {
		atomic_store_explicit(&x, 1, memory_order_relaxed); /* relaxed: nothing before it */
	} else if (task == 1) {
		saw_x[1] = atomic_load_explicit(&x, memory_order_relaxed); /* relaxed: wrongly so */
		if (saw_x[1])
			atomic_store_explicit(&y, 1, memory_order_relaxed); /* relaxed: likewise */
	} else {
		saw_y = atomic_load_explicit(&y, memory_order_relaxed); /* relaxed: wrongly so */
		if (saw_y)
			saw_x[2] = atomic_load_explicit(&x, memory_order_relaxed); /* a value */
	}
}

unsigned long program_outcome(void)
{
	return 100 * saw_x[1] + 10 * saw_y + saw_x[2];
}
