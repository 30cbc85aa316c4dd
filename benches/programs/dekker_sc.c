// SPDX-License-Identifier: MIT

// Dekker's algorithm, put right: that a task wants in is said and looked for in seq_cst order, so
// that of two tasks that want in at least one sees it of the other. The turn decides who steps
// back, and release and acquire are enough for it. Nobody is inside together, under any model.
//
// Source: Dijkstra, Cooperating Sequential Processes, EWD 123, 1965.

#include <assert.h>
#include <stdatomic.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static atomic_uint wants[2], turn;
static atomic_uint inside; /* how many are in */

static void use(void)
{
	/* relaxed, both: they bear witness, and are to order nothing */
	unsigned others = atomic_fetch_add_explicit(&inside, 1, memory_order_relaxed);

	assert(others == 0);
	atomic_fetch_sub_explicit(&inside, 1, memory_order_relaxed);
}

void program_task(unsigned task)
{
	unsigned other = 1 - task;

	/* seq_cst, for wants: each task's store comes before its load in an order for both; it
	   acquires what the other did inside, too */
	atomic_store_explicit(&wants[task], 1, memory_order_seq_cst);
	while (atomic_load_explicit(&wants[other], memory_order_seq_cst)) {
		/* acquire, of the turn: what the other did before it gave it away */
		if (atomic_load_explicit(&turn, memory_order_acquire) == task)
			continue;
		/* relaxed: nothing was done inside yet */
		atomic_store_explicit(&wants[task], 0, memory_order_relaxed);
		while (atomic_load_explicit(&turn, memory_order_acquire) != task)
			;
		atomic_store_explicit(&wants[task], 1, memory_order_seq_cst);
	}
	use();
	atomic_store_explicit(&turn, other, memory_order_release);    /* release: after use */
	atomic_store_explicit(&wants[task], 0, memory_order_release); /* release: after use */
}
