// SPDX-License-Identifier: MIT

// A semaphore that begins at 2 lets two in at a time.

#define SYNC_NAME semaphore_of_two
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/no_holder.h"

#include <semaphore.h>

struct lock {
	sem_t semaphore;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	sem_init(&lock->semaphore, setup->processes, 2);
}

static void lock_fini(struct lock *lock)
{
	sem_destroy(&lock->semaphore);
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	sem_wait(&lock->semaphore);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	sem_post(&lock->semaphore);
}

static const struct about about = {
    .class = CLASS_BROKEN,
    .summary = "a semaphore that counts from 2",
    .source = "none",
};

#include "benches/sync/instantiate.h"
