// SPDX-License-Identifier: MIT

// Three states and the kernel's futex, which is asked only if somebody may be asleep.
//
// Source: Drepper, Futexes Are Tricky, 2011, section 6 (mutex3).

#include "lock.h"

#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

enum state {
	FREE,
	TAKEN,
	AWAITED /* taken, and somebody may be asleep */
};

struct lock {
	atomic_uint state;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_init(&lock->state, FREE);
}

void lock_acquire(struct lock *lock, unsigned task)
{
	unsigned expected = FREE;

	(void)task;
	if (atomic_compare_exchange_strong(&lock->state, &expected, TAKEN))
		return;
	while (atomic_exchange(&lock->state, AWAITED) != FREE)
		syscall(SYS_futex, &lock->state, FUTEX_WAIT_PRIVATE, AWAITED, NULL);
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)task;
	if (atomic_exchange(&lock->state, FREE) == AWAITED)
		syscall(SYS_futex, &lock->state, FUTEX_WAKE_PRIVATE, 1);
}
