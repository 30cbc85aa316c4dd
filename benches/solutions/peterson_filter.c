// SPDX-License-Identifier: MIT

// No read-modify-write at all: Peterson's lock for n tasks, all of it seq_cst, which it needs.
//
// Source: Peterson, Myths About the Mutual Exclusion Problem, Information Processing Letters 12(3),
// 1981.

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
		if (i != task && atomic_load(&lock->level[i]) >= level)
			return true;
	return false;
}

void lock_acquire(struct lock *lock, unsigned task)
{
	for (unsigned level = 1; level < lock->nr_tasks; level++) {
		atomic_store(&lock->level[task], level);
		atomic_store(&lock->victim[level], task + 1);
		while (another_is_at(lock, task, level) &&
		       atomic_load(&lock->victim[level]) == task + 1)
			sched_yield();
	}
}

void lock_release(struct lock *lock, unsigned task)
{
	atomic_store(&lock->level[task], 0);
}
