// SPDX-License-Identifier: MIT

// Message passing, put right: the flag is raised by a release and seen by an acquire, so that what
// was written before the one is seen after the other. Outcome 10, the flag without the data, is
// forbidden everywhere, and the data needs no order of its own. Both are needed: a release that
// nobody acquires orders nothing. On x86 it costs nothing, on ARM one of its cheaper instructions.
//
// Outcome: the flag, then the data if the flag was seen.
//
// Source: Boehm and Adve, Foundations of the C++ Concurrency Memory Model, PLDI 2008.

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
		atomic_store_explicit(&flag, 1, memory_order_release); /* release: after the data */
	} else {
		saw_flag = atomic_load_explicit(&flag, memory_order_acquire); /* before it */
		if (saw_flag)
			saw_data = atomic_load_explicit(&data, memory_order_relaxed); /* ordered */
	}
}

unsigned long program_outcome(void)
{
	return 10 * saw_flag + saw_data;
}
