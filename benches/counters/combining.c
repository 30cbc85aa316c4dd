// SPDX-License-Identifier: MIT

// Flat combining: a task writes down what it wants added, and whoever gets the lock does the
// additions of all that are waiting. One task holds the counter's line for many additions, instead
// of the line travelling for each. It pays where tasks really queue up; alone it is a lock and a
// detour.
//
// Source: Hendler, Incze, Shavit, Tzafrir, Flat Combining and the Synchronization-Parallelism
// Tradeoff, SPAA 2010.

#define SYNC_NAME combining
#define SYNC_COUNTER
#define SYNC_COUNTER_BYTES(setup)                                                                  \
	(sizeof(struct counter) + (setup)->nr_tasks * sizeof(struct padded_cell))
#include "benches/sync/sync.h"

#include "benches/counters/cells.h"
#include "benches/sync/spin.h"

struct counter {
	unsigned locked;
	uint64_t value __attribute__((aligned(APART)));
	struct padded_cell wish[] __attribute__((aligned(APART))); /* 0: none */
};

// Adds up all wishes. The lock is held.
INLINE void combine(struct counter *counter, const struct seat *seat)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < seat->nr_tasks; i++) {
		uint64_t wish = cell_load(&counter->wish[i].n);

		if (!wish)
			continue;
		sum += wish;
		cell_store(&counter->wish[i].n, 0); /* its task waits for this */
	}
	cell_store(&counter->value, counter->value + sum);
}

INLINE void add(struct counter *counter, const struct seat *seat, uint64_t n)
{
	uint64_t *mine = &counter->wish[seat->task].n;
	unsigned looks = 0;

	cell_store(mine, n);
	while (cell_load(mine)) {
		/* acquire: what the last combiner did comes before */
		if (!__atomic_load_n(&counter->locked, __ATOMIC_RELAXED) &&
		    !__atomic_exchange_n(&counter->locked, 1, __ATOMIC_ACQUIRE)) {
			combine(counter, seat);
			/* release: the value is there for the next one */
			__atomic_store_n(&counter->locked, 0, __ATOMIC_RELEASE);
		} else {
			spin_wait(&looks);
		}
	}
}

INLINE uint64_t peek(const struct counter *counter, const struct seat *seat)
{
	(void)seat;
	return cell_load(&counter->value);
}

static const struct about about = {
    .class = CLASS_SCALABLE,
    .summary = "flat combining: who holds the lock does the additions of all who wait",
    .source = "Hendler et al.: Flat Combining, SPAA 2010",
    .yields = true,
};

#include "benches/sync/instantiate.h"
