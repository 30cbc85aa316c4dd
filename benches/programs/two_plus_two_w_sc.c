// SPDX-License-Identifier: MIT

// Two stores on each side, crosswise, put right: seq_cst stores have one order that all tasks agree
// on, and the last store in it is a task's second, which leaves a 2. Outcome 11 is forbidden
// everywhere.
//
// Outcome: the last value of x, then that of y.
//
// Source: Lahav et al., Repairing Sequential Consistency in C/C++11, PLDI 2017.

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;

static atomic_uint x, y;

void program_task(unsigned task)
{
	/* seq_cst, all four: one order of the stores to both places */
	if (task == 0) {
		atomic_store_explicit(&x, 1, memory_order_seq_cst);
		atomic_store_explicit(&y, 2, memory_order_seq_cst);
	} else {
		atomic_store_explicit(&y, 1, memory_order_seq_cst);
		atomic_store_explicit(&x, 2, memory_order_seq_cst);
	}
}

unsigned long program_outcome(void)
{
	unsigned long last_x = atomic_load_explicit(&x, memory_order_relaxed); /* all have ended */
	unsigned long last_y = atomic_load_explicit(&y, memory_order_relaxed); /* all have ended */

	return 10 * last_x + last_y;
}
