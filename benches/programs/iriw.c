// SPDX-License-Identifier: MIT

// Independent reads of independent writes: two tasks write a variable each, two others read both,
// in opposite order. Can they disagree about which came first: outcome 1010? sc and tso forbid it,
// as a store reaches all other tasks at once; rc11 allows it even with release and acquire, and so
// does POWER, where two hardware threads of one core may know of a store before the other cores.
// iriw_sc is the remedy.
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
	/* release: for the acquires to pair with; there is nothing before it to publish */
	if (task == 0) {
		atomic_store_explicit(&x, 1, memory_order_release);
	} else if (task == 1) {
		atomic_store_explicit(&y, 1, memory_order_release);
	} else if (task == 2) {
		saw_x[2] = atomic_load_explicit(&x, memory_order_acquire); /* acquire: in order */
		saw_y[2] = atomic_load_explicit(&y, memory_order_acquire); /* acquire: as above */
	} else {
		saw_y[3] = atomic_load_explicit(&y, memory_order_acquire); /* acquire: in order */
		saw_x[3] = atomic_load_explicit(&x, memory_order_acquire); /* acquire: as above */
	}
}

unsigned long program_outcome(void)
{
	return 1000 * saw_x[2] + 100 * saw_y[2] + 10 * saw_y[3] + saw_x[3];
}
