// SPDX-License-Identifier: MIT

// Misconception: acquire to read and release to write is enough for any lock. Not for one that says
// "I want in" and then looks whether others do: a read may overtake the write before it, on x86 as
// well (its store buffer), and then each of two tasks has seen the other not wanting. It takes
// memory_order_seq_cst for both, or a fence between them.
//
// Source of the lock: Peterson, Myths About the Mutual Exclusion Problem, Information Processing
// Letters 12(3), 1981; for n tasks, a filter of n - 1 levels.

#include "lock.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

enum {
	TASKS = 256,
};

struct lock {
	unsigned nr_tasks;
	atomic_uint level[TASKS];  /* of each task: 0 outside, nr_tasks - 1 inside */
	atomic_uint victim[TASKS]; /* of each level: who came last, and waits; task + 1 */
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	lock->nr_tasks = nr_tasks;
}

static bool another_is_at(struct lock *lock, unsigned task, unsigned level)
{
	for (unsigned i = 0; i < lock->nr_tasks; i++)
		if (i != task &&
		    atomic_load_explicit(&lock->level[i], memory_order_acquire) >= level)
			return true;
	return false;
}

void lock_acquire(struct lock *lock, unsigned task)
{
	for (unsigned level = 1; level < lock->nr_tasks; level++) {
		/* the mistake: seq_cst, here and where others' are read */
		atomic_store_explicit(&lock->level[task], level, memory_order_release);
		atomic_store_explicit(&lock->victim[level], task + 1, memory_order_release);
		while (another_is_at(lock, task, level) &&
		       atomic_load_explicit(&lock->victim[level], memory_order_acquire) == task + 1)
			sched_yield();
	}
}

void lock_release(struct lock *lock, unsigned task)
{
	atomic_store_explicit(&lock->level[task], 0, memory_order_release);
}
