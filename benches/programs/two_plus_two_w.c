// SPDX-License-Identifier: MIT

// Two stores on each side, crosswise, and nobody reads: can the first store of each task be the one
// that lasts, outcome 11? sc and tso forbid it: the very last store to reach memory is a task's
// second, which leaves a 2. rc11 allows it: relaxed stores to two places are in no order, and POWER
// hands them to other cores in any. two_plus_two_w_sc is the remedy.
//
// Outcome: the last value of x, then that of y.
//
// Source: Maranget, Sarkar and Sewell, A Tutorial Introduction to the ARM and POWER Relaxed Memory
// Models, 2012 (2+2W).

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;

static atomic_uint x, y;

void program_task(unsigned task)
{
	/* relaxed, all four: an order of the stores to each place, but none across places */
	if (task == 0) {
		atomic_store_explicit(&x, 1, memory_order_relaxed);
		atomic_store_explicit(&y, 2, memory_order_relaxed);
	} else {
		atomic_store_explicit(&y, 1, memory_order_relaxed);
		atomic_store_explicit(&x, 2, memory_order_relaxed);
	}
}

unsigned long program_outcome(void)
{
	unsigned long last_x = atomic_load_explicit(&x, memory_order_relaxed); /* all have ended */
	unsigned long last_y = atomic_load_explicit(&y, memory_order_relaxed); /* all have ended */

	return 10 * last_x + last_y;
}
