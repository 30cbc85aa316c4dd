// SPDX-License-Identifier: MIT

// Peterson's lock, put right: all that decides is in seq_cst order, so that of two tasks that want
// in at least one sees it of the other, and both agree whose turn it is. Nobody is inside together,
// under any model. `racelab explore peterson --orders` says which of the four orders it needs.
//
// Source: Peterson, Myths About the Mutual Exclusion Problem, Information Processing Letters 12(3),
// 1981.

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

	/* seq_cst, all four: each task's stores come before its loads in one order for both; they
	   acquire what the other did inside, too */
	atomic_store_explicit(&wants[task], 1, memory_order_seq_cst);
	atomic_store_explicit(&turn, other, memory_order_seq_cst);
	while (atomic_load_explicit(&wants[other], memory_order_seq_cst) &&
	       atomic_load_explicit(&turn, memory_order_seq_cst) == other)
		;
	use();
	atomic_store_explicit(&wants[task], 0, memory_order_release); /* release: after use */
}
