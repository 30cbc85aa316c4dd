// SPDX-License-Identifier: MIT

// Compare-and-swap that steps back after each failure, twice as far each time: who failed was in
// the way of others, and fewer attempts at once make fewer of them fail. Expect it to
// cost as much as cas alone, and less than cas with many tasks.
//
// Source: Anderson, The Performance of Spin Lock Alternatives, IEEE TPDS 1990 (exponential
// backoff).

#define SYNC_NAME cas_backoff
#include "benches/sync/sync.h"
#include "benches/structure/loop.h"

#define FIRST_TURNS 16	 /* about 10 ns: less than the line takes to come back */
#define MOST_TURNS  4096 /* about 3 us: more would leave the counter idle */

INLINE void add(uint64_t *cell, uint64_t n)
{
	uint64_t seen = __atomic_load_n(cell, __ATOMIC_RELAXED); /* relaxed: the swap checks it */
	uint64_t turns = FIRST_TURNS;

	/* relaxed: only the count matters; weak: a spurious failure is just another turn */
	while (!__atomic_compare_exchange_n(cell, &seen, seen + n, true, __ATOMIC_RELAXED,
					    __ATOMIC_RELAXED)) {
		pause_turns(turns);
		turns = turns < MOST_TURNS ? 2 * turns : turns;
		seen = __atomic_load_n(cell, __ATOMIC_RELAXED); /* what it was is long gone */
	}
}

static const struct about about = {
    .class = CLASS_ATOMIC,
    .summary = "compare-and-swap, with longer pauses the more often it failed",
    .source = "Anderson: The Performance of Spin Lock Alternatives, IEEE TPDS 1990",
};

#include "benches/sync/instantiate.h"
