// SPDX-License-Identifier: MIT

// One task writes 1, then 2, to one variable; the other reads it twice. It may miss either, but it
// never sees the new value and then the old one: outcomes 21, 20 and 10 are forbidden everywhere,
// by relaxed order already. This much every atomic access gives, and every machine with coherent
// caches: each place has one order of its stores, and nobody reads backwards in it. What surprises
// in the other programs takes two places.
//
// Outcome: the first read, then the second.
//
// Source: Alglave, Maranget and Tautschnig, Herding Cats, TOPLAS 36(2), 2014 (CoRR).

#include <stdatomic.h>

void program_task(unsigned task);
unsigned long program_outcome(void);

const unsigned program_tasks = 2;

static atomic_uint x;
static unsigned long saw[2]; /* written by task 1 alone */

void program_task(unsigned task)
{
	/* relaxed, all four: one place needs no more */
	if (task == 0) {
		atomic_store_explicit(&x, 1, memory_order_relaxed);
		atomic_store_explicit(&x, 2, memory_order_relaxed);
	} else {
		saw[0] = atomic_load_explicit(&x, memory_order_relaxed);
		saw[1] = atomic_load_explicit(&x, memory_order_relaxed);
	}
}

unsigned long program_outcome(void)
{
	return 10 * saw[0] + saw[1];
}
