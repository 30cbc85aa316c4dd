// SPDX-License-Identifier: MIT

// Each task reads one variable, then writes the other. Could each read what the other writes later:
// outcome 11? sc and tso forbid it. C11 as written allows it, and so does ARM; but with it a value
// could come out of thin air, if each wrote just what it had read, and nobody has found words that
// allow the one and forbid the other. rc11 therefore forbids any cycle of "comes later in the
// program" and "is read by", and compilers pay by keeping a load before the stores after it.
//
// Outcome: what task 0 read of x, what task 1 read of y.
//
// Source: Lahav et al., Repairing Sequential Consistency in C/C++11, PLDI 2017, section 5.

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;

static atomic_uint x, y;
static unsigned long saw[2]; /* each written by its own task alone */

void program_task(unsigned task)
{
	if (task == 0) {
		saw[0] = atomic_load_explicit(&x, memory_order_relaxed); /* relaxed: no order */
		atomic_store_explicit(&y, 1, memory_order_relaxed);	 /* relaxed: the question */
	} else {
		saw[1] = atomic_load_explicit(&y, memory_order_relaxed); /* relaxed: no order */
		atomic_store_explicit(&x, 1, memory_order_relaxed);	 /* relaxed: the question */
	}
}

unsigned long program_outcome(void)
{
	return 10 * saw[0] + saw[1];
}
