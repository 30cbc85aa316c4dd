// SPDX-License-Identifier: MIT

// Misconception: a lock that is right is also fair: everybody gets a turn in the end. A lock that
// is taken by an exchange keeps others out, and is proved; but who gets it next is whoever is
// quickest, mostly the one who has just had it. Nobody comes before anybody else for having come
// before.

#include "ticket.h"

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
	(void)task;
	/* the mistake: nothing says who came first */
	while (atomic_exchange(&lock->taken, true))
		while (atomic_load(&lock->taken))
			sched_yield();
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_store(&lock->taken, false);
}
