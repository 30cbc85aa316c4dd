// SPDX-License-Identifier: MIT

// Misconception: a variable that was read from the lock stays what the lock is. `taken` is a copy:
// it is never read again, so who has once found the lock taken turns round for ever. Compilers make
// the same of a plain `while (lock->taken)`, and are in the right: nothing in the loop changes it.

#include "lock.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

struct lock {
	atomic_bool taken;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_init(&lock->taken, false);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	bool taken = atomic_exchange(&lock->taken, true);

	(void)task;
	/* NOLINTNEXTLINE(bugprone-infinite-loop) */
	while (taken) /* the mistake: nobody looks again */
		sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_store(&lock->taken, false);
}
