// SPDX-License-Identifier: MIT

// Reference counting with a relaxed decrement: the count itself is right, and one task only takes
// the object apart; but nothing orders what the other wrote to it before that. rc11 has a data race
// (C11 5.1.2.4): on ARM the other's write may come after free(). Under sc and tso it comes before
// its decrement, so that no test on x86 finds it. reference_count is the remedy.
//
// Source: Doko and Vafeiadis, Tackling Real-Life Relaxed Concurrency with FSL++, ESOP 2017.

#include <assert.h>
#include <stdatomic.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static unsigned written[2]; /* the object, plain memory */
static atomic_uint references = 2;

void program_task(unsigned task)
{
	unsigned before;

	written[task] = 1;
	before = atomic_fetch_sub_explicit(&references, 1, memory_order_relaxed); /* wrongly so */
	if (before == 1)
		assert(written[0] == 1 && written[1] == 1);
}
