// SPDX-License-Identifier: MIT

// A lock that nobody ever gets.

#define SYNC_NAME hang
#define SYNC_LOCK
#include "benches/sync/sync.h"

#include "harness/tests/idle_lock.h"

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	while (!__atomic_load_n(&lock->open, __ATOMIC_RELAXED))
		;
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)lock;
	(void)holder;
}

static const struct about about = {
    .class = CLASS_BROKEN,
    .summary = "is never acquired",
    .source = "none",
    .may_lose = true,
};

#include "benches/sync/instantiate.h"
