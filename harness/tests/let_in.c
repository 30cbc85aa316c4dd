// SPDX-License-Identifier: MIT

// A lock that lets everybody in. A suite that does not see it lose proves nothing about the others.

#define SYNC_NAME let_in
#define SYNC_LOCK
#include "benches/sync/sync.h"

#include "harness/tests/idle_lock.h"

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)lock;
	(void)holder;
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)lock;
	(void)holder;
}

static const struct about about = {
    .class = CLASS_BROKEN,
    .summary = "lets everybody in",
    .source = "none",
    .may_lose =
	true, /* so its increment is the racy one, and its failure is no undefined behaviour */
};

#include "benches/sync/instantiate.h"
