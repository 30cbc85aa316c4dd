// SPDX-License-Identifier: MIT

// Each task says that it is there, then looks for the other. Both may miss each other: outcome 0.
// No order of the four steps ends so, but a store may wait in its core's store buffer while the
// load after it is done. So sc forbids it, and tso and rc11 allow it: of all reorderings, the one
// that every x86 makes. store_buffering_sc is the remedy.
//
// Outcome: what task 0 saw of y, what task 1 saw of x.
//
// Source: Sewell et al., x86-TSO: A Rigorous and Usable Programmer's Model for x86 Multiprocessors,
// CACM 53(7), 2010.

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;

static atomic_uint x, y;
static unsigned long saw[2]; /* each written by its own task alone */

void program_task(unsigned task)
{
	if (task == 0) {
		atomic_store_explicit(&x, 1, memory_order_relaxed);	 /* relaxed: may wait */
		saw[0] = atomic_load_explicit(&y, memory_order_relaxed); /* relaxed: may overtake */
	} else {
		atomic_store_explicit(&y, 1, memory_order_relaxed);	 /* relaxed: may wait */
		saw[1] = atomic_load_explicit(&x, memory_order_relaxed); /* relaxed: may overtake */
	}
}

unsigned long program_outcome(void)
{
	return 10 * saw[0] + saw[1];
}
