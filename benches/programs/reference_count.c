// SPDX-License-Identifier: MIT

// Reference counting: each task writes to the object that both have, and drops its reference; who
// drops the last one takes the object apart. The decrement releases what its task wrote, and
// acquires what those wrote who came before: no data race, under any model. Taking another
// reference would need no order, since who has one already keeps the object alive.
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
	/* release: what we wrote; acquire: what they wrote who dropped theirs before */
	before = atomic_fetch_sub_explicit(&references, 1, memory_order_acq_rel);
	if (before == 1)
		assert(written[0] == 1 && written[1] == 1);
}
