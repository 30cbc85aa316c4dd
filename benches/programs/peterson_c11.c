// SPDX-License-Identifier: MIT

// Peterson's lock with the orders that a lock usually has, release and acquire: broken. They keep
// what is done inside inside, but the load of the other's wish may still overtake the store of
// one's own (see store_buffering), and both get in. sc forbids that; tso, and so every x86, and
// rc11 allow it. peterson_c11_sc is the remedy.
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

	atomic_store_explicit(&wants[task], 1, memory_order_release); /* release: wrongly so */
	atomic_store_explicit(&turn, other, memory_order_release);    /* release: likewise */
	while (atomic_load_explicit(&wants[other], memory_order_acquire) &&
	       atomic_load_explicit(&turn, memory_order_acquire) == other)
		; /* acquire, both: what the other did inside */
	use();
	atomic_store_explicit(&wants[task], 0, memory_order_release); /* release: after use */
}
