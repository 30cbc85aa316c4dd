// SPDX-License-Identifier: MIT

// Misconception: FUTEX_PRIVATE_FLAG only makes it faster. It promises that all who wait and wake
// are threads of one process: the kernel then looks for waiters of this process alone. Between
// processes nobody is ever woken, and all of it hangs. With threads it is right, and is proved.

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
	/* the mistake: FUTEX_WAIT and FUTEX_WAKE */
	while ((serving = atomic_load(&lock->serving)) != mine)
		syscall(SYS_futex, &lock->serving, FUTEX_WAIT_PRIVATE, serving, NULL);
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	atomic_fetch_add(&lock->serving, 1);
	syscall(SYS_futex, &lock->serving, FUTEX_WAKE_PRIVATE, INT_MAX);
}
