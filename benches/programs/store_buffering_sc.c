// SPDX-License-Identifier: MIT

// Store buffering, put right: all seq_cst accesses have one order that all tasks agree on, and in
// it the later of the two stores comes before its task's load, which then sees the earlier. Outcome
// 0 is forbidden everywhere. A machine pays for it: x86 empties the store buffer before the load.
// Release and acquire would not do, as they order nothing between a store and a load after it.
//
// Outcome: what task 0 saw of y, what task 1 saw of x.
//
// Source: Boehm and Adve, Foundations of the C++ Concurrency Memory Model, PLDI 2008.

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;

static atomic_uint x, y;
static unsigned long saw[2]; /* each written by its own task alone */

void program_task(unsigned task)
{
	/* seq_cst, all four: each store comes before its task's load in an order that both agree on
	 */
	if (task == 0) {
		atomic_store_explicit(&x, 1, memory_order_seq_cst);
		saw[0] = atomic_load_explicit(&y, memory_order_seq_cst);
	} else {
		atomic_store_explicit(&y, 1, memory_order_seq_cst);
		saw[1] = atomic_load_explicit(&x, memory_order_seq_cst);
	}
}

unsigned long program_outcome(void)
{
	return 10 * saw[0] + saw[1];
}
