// SPDX-License-Identifier: MIT

// Write-to-read causality, put right: y is written by a release and read by an acquire. That is
// enough, though x stays relaxed: task 1's read of x then comes before task 2's, and of two reads
// of one place the later never sees the older value. Outcome 110 is forbidden everywhere.
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
		saw_x[1] = atomic_load_explicit(&x, memory_order_relaxed); /* y orders it */
		if (saw_x[1])
			atomic_store_explicit(&y, 1, memory_order_release); /* release: after x */
	} else {
		saw_y = atomic_load_explicit(&y, memory_order_acquire); /* acquire: before x */
		if (saw_y)
			saw_x[2] = atomic_load_explicit(&x, memory_order_relaxed); /* ordered */
	}
}

unsigned long program_outcome(void)
{
	return 100 * saw_x[1] + 10 * saw_y + saw_x[2];
}
