// SPDX-License-Identifier: MIT

// Check, then act: each task withdraws all that is in an account, if it is still there. Each step
// is atomic, the two together are not: both may have checked before either withdraws, and the
// account is overdrawn. It is allowed everywhere, and no memory order mends it, seq_cst neither:
// check and act must be one step, as in a compare-and-swap or under a lock. ThreadSanitizer has
// nothing to report, as there is no data race.
//
// Source: Netzer and Miller, What Are Race Conditions?, ACM LOPLAS 1(1), 1992.

#include <assert.h>
#include <stdatomic.h>

void program_task(unsigned task);

const unsigned program_tasks = 2;

static atomic_int balance = 100;

void program_task(unsigned task)
{
	int before;

	(void)task;
	if (atomic_load_explicit(&balance, memory_order_relaxed) < 100) /* relaxed: only a number */
		return;
	before = atomic_fetch_sub_explicit(&balance, 100, memory_order_relaxed); /* as above */
	assert(before >= 100);
}
