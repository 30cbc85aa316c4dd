// SPDX-License-Identifier: MIT

// A mutex of our own by the kernel's futex: one word that is free, taken, or taken with others
// perhaps asleep. Uncontended, the kernel is never asked: one atomic operation to lock, one to
// unlock, no function called, so it beats `mutex`. The third state saves the unlocking task a
// system call when nobody sleeps. Contended it is like `mutex`, which works the same way inside.
//
// Source: U. Drepper, Futexes Are Tricky, 2011, section 6 (mutex3); futex(2).

#define SYNC_NAME futex
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/no_holder.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

enum state {
	FREE,
	TAKEN,
	AWAITED
};

struct lock {
	unsigned state;
	int scope; /* whom a wake has to look for: this process's threads, or any */
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	*lock = (struct lock){FREE, setup->processes ? 0 : FUTEX_PRIVATE_FLAG};
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

// Sleeps while the lock is taken. Who has slept leaves it AWAITED, because others may sleep still.
static __attribute__((noinline, cold)) void await(struct lock *lock)
{
	/* acquire: what the last owner wrote is to be seen */
	while (__atomic_exchange_n(&lock->state, AWAITED, __ATOMIC_ACQUIRE) != FREE)
		syscall(SYS_futex, &lock->state, FUTEX_WAIT | lock->scope, AWAITED, NULL);
}

static __attribute__((noinline, cold)) void wake_one(struct lock *lock)
{
	syscall(SYS_futex, &lock->state, FUTEX_WAKE | lock->scope, 1);
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	unsigned free = FREE;

	(void)holder;
	/* acquire: as in await; relaxed: a failure has seen nothing that counts */
	if (!__atomic_compare_exchange_n(&lock->state, &free, TAKEN, false, __ATOMIC_ACQUIRE,
					 __ATOMIC_RELAXED))
		await(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	/* release: the next owner is to see what we wrote */
	if (__atomic_exchange_n(&lock->state, FREE, __ATOMIC_RELEASE) == AWAITED)
		wake_one(lock);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "our own three-state mutex: the kernel is asked only when one has to wait",
    .source = "Drepper: Futexes Are Tricky, 2011, mutex3",
    .yields = true,
};

#include "benches/sync/instantiate.h"
