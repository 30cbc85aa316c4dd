// SPDX-License-Identifier: MIT

// Dekker's algorithm, the first solution of mutual exclusion by loads and stores alone: say that
// you want in; while the other wants in, too, whose turn it is not steps back. With release and
// acquire only it is broken: a store may still be on its way while the load after it is done (see
// store_buffering), so that each task sees that the other does not want in. sc forbids that; tso,
// and so every x86, and rc11 let both in. dekker_sc is the remedy.
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

	atomic_store_explicit(&wants[task], 1, memory_order_release); /* release: wrongly so */
	while (atomic_load_explicit(&wants[other], memory_order_acquire)) { /* acquire: likewise */
		/* acquire, of the turn: what the other did before it gave it away */
		if (atomic_load_explicit(&turn, memory_order_acquire) == task)
			continue;
		/* relaxed: nothing was done inside yet */
		atomic_store_explicit(&wants[task], 0, memory_order_relaxed);
		while (atomic_load_explicit(&turn, memory_order_acquire) != task)
			;
		/* release: wrongly so */
		atomic_store_explicit(&wants[task], 1, memory_order_release);
	}
	use();
	atomic_store_explicit(&turn, other, memory_order_release);    /* release: after use */
	atomic_store_explicit(&wants[task], 0, memory_order_release); /* release: after use */
}
