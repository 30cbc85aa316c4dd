// SPDX-License-Identifier: MIT

// One task writes data, then raises a flag; the other looks at the data once it has seen the flag.
// It may see the flag and yet the old data: outcome 10. sc forbids it, and so does tso, whose store
// buffers are first in, first out, and whose loads stay in order; rc11 allows it, since relaxed
// accesses to two places are in no order, neither to the compiler nor to an ARM or POWER machine.
// It is why code with relaxed flags passes all tests on x86. message_passing_ra is the remedy.
//
// Outcome: the flag, then the data if the flag was seen.
//
// Source: Maranget, Sarkar and Sewell, A Tutorial Introduction to the ARM and POWER Relaxed Memory
// Models, 2012 (MP).

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;

static atomic_uint data, flag;
static unsigned long saw_flag, saw_data; /* written by task 1 alone */

void program_task(unsigned task)
{
	if (task == 0) {
		atomic_store_explicit(&data, 1, memory_order_relaxed); /* relaxed: a mere value */
		atomic_store_explicit(&flag, 1, memory_order_relaxed); /* relaxed: wrongly so */
	} else {
		saw_flag = atomic_load_explicit(&flag, memory_order_relaxed); /* wrongly, too */
		if (saw_flag)
			saw_data = atomic_load_explicit(&data, memory_order_relaxed); /* a value */
	}
}

unsigned long program_outcome(void)
{
	return 10 * saw_flag + saw_data;
}
