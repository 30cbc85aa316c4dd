// SPDX-License-Identifier: MIT

// A ticket lock whose waiters sleep: on the number that is served, by a futex that is not private,
// as those who wait may be other processes.

#include "ticket.h"

#include <linux/futex.h>
#include <limits.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

struct lock {
	atomic_uint next;
	atomic_uint serving; /* who waits sleeps on it */
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_init(&lock->next, 0);
	atomic_init(&lock->serving, 0);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	unsigned mine = atomic_fetch_add(&lock->next, 1), serving;

	(void)task;
	while ((serving = atomic_load(&lock->serving)) != mine)
		syscall(SYS_futex, &lock->serving, FUTEX_WAIT, serving, NULL);
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_fetch_add(&lock->serving, 1);
	syscall(SYS_futex, &lock->serving, FUTEX_WAKE,
		INT_MAX); /* each looks whether it is its turn */
}
