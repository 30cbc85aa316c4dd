// SPDX-License-Identifier: MIT

// One indivisible addition (lock xadd or lock add on x86, ldadd or a load/store-exclusive loop on
// arm64). Nothing is lost. Alone it costs a few ns more than a plain addition; with
// several tasks on one counter it costs the time for the cache line to travel between their cores.
//
// Source: ISO C11, 7.17.7.5; Herlihy, Wait-Free Synchronization, TOPLAS 1991.

#define SYNC_NAME fetch_add
#include "benches/sync/sync.h"

INLINE void add(uint64_t *cell, uint64_t n)
{
	/* relaxed: only the count matters, it publishes nothing else */
	__atomic_fetch_add(cell, n, __ATOMIC_RELAXED);
}

static const struct about about = {
    .class = CLASS_ATOMIC,
    .summary = "one indivisible addition, relaxed order",
    .source = "ISO C11, 7.17.7.5; Herlihy: Wait-Free Synchronization, TOPLAS 1991",
};

#include "benches/sync/instantiate.h"
