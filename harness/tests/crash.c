// SPDX-License-Identifier: MIT

// A lock that crashes: its second acquisition by a task writes through a null pointer.

#define SYNC_NAME crash
#define SYNC_LOCK
#include "benches/sync/sync.h"

#include "harness/tests/idle_lock.h"

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	if (holder->nr_acquired++)
		*(volatile int *)lock->nowhere = 1;
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)lock;
	(void)holder;
}

static const struct about about = {
    .class = CLASS_BROKEN,
    .summary = "writes through a null pointer",
    .source = "none",
    .may_lose = true,
};

#include "benches/sync/instantiate.h"
