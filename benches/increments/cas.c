// SPDX-License-Identifier: MIT

// Load, add, and store only if nobody stored in between (compare-and-swap); otherwise again.
// Nothing is lost, but an attempt that comes too late was for nothing: with many tasks most
// attempts fail, so it falls behind fetch_add the more tasks there are.
//
// Source: ISO C11, 7.17.7.4; IBM System/370 Principles of Operation, appendix A (Compare and Swap).

#define SYNC_NAME cas
#include "benches/sync/sync.h"

INLINE void add(uint64_t *cell, uint64_t n)
{
	uint64_t seen = __atomic_load_n(cell, __ATOMIC_RELAXED); /* relaxed: the swap checks it */

	/* relaxed: only the count matters; weak: a spurious failure is just another turn */
	while (!__atomic_compare_exchange_n(cell, &seen, seen + n, true, __ATOMIC_RELAXED,
					    __ATOMIC_RELAXED))
		;
}

static const struct about about = {
    .class = CLASS_ATOMIC,
    .summary = "compare-and-swap, again until nobody came in between",
    .source = "ISO C11, 7.17.7.4; IBM System/370 Principles of Operation, appendix A",
};

#include "benches/sync/instantiate.h"
