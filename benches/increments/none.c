// SPDX-License-Identifier: MIT

// No protection: load, add, store. Two tasks that load the same value store the same successor, and
// one of the two increments is gone. On one task nothing is lost; with N tasks that really run at
// the same time the share lost approaches 1 - 1/N, because a store by any other task between a load
// and its store wipes that task's work out.
//
// Source: Silberschatz, Galvin and Gagne, Operating System Concepts, 6.1 (the race condition);
// written with C11's relaxed atomics (7.17.3), see harness/trial/racy.h for why.

#define SYNC_NAME none
#include "benches/sync/sync.h"
#include "harness/trial/racy.h"

INLINE void add(uint64_t *cell, uint64_t n)
{
	racy_add(cell, n);
}

static const struct about about = {
    .class = CLASS_UNSYNCHRONIZED,
    .summary = "load, add, store: nothing protects the increment",
    .source = "Silberschatz, Galvin, Gagne: Operating System Concepts, 6.1",
    .may_lose = true,
};

#include "benches/sync/instantiate.h"
