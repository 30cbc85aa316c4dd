// SPDX-License-Identifier: MIT

// Misconception: first wake who waits, then open the door for it. Who is woken looks, finds the
// lock still taken, and falls asleep again, now for good: the only wake-up has been. The state must
// be changed before others are told of it.

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
	/* the mistake: these two the other way round */
	if (atomic_load(&lock->state) == AWAITED)
		syscall(SYS_futex, &lock->state, FUTEX_WAKE_PRIVATE, 1);
	atomic_store(&lock->state, FREE);
}
