// SPDX-License-Identifier: MIT

// A POSIX semaphore that begins with 1: waiting takes the 1, posting puts it back. Unlike a mutex
// it has no owner, so any task may post; nothing can check, or lend a priority, or find out who
// died. Uncontended it costs about what `mutex` does.
//
// Source: E. W. Dijkstra, Cooperating Sequential Processes, 1965 (P and V); IEEE Std 1003.1-2017,
// sem_wait.

#define SYNC_NAME semaphore
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/must.h"
#include "benches/sync/no_holder.h"

#include <semaphore.h>

struct lock {
	sem_t semaphore;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	must_errno(sem_init(&lock->semaphore, setup->processes, 1));
}

static void lock_fini(struct lock *lock)
{
	must_errno(sem_destroy(&lock->semaphore));
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	while (sem_wait(&lock->semaphore) < 0)
		; /* a signal came in between (EINTR): nothing was taken */
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	sem_post(&lock->semaphore);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "POSIX semaphore that counts from 1 to 0 and back",
    .source = "Dijkstra: Cooperating Sequential Processes, 1965; IEEE Std 1003.1-2017, sem_wait",
    .calls = true,
};

#include "benches/sync/instantiate.h"
