// SPDX-License-Identifier: MIT

// Each task counts in a cell of its own, on a cache line of its own; a reader sums up. An increment
// costs what it costs alone, however many tasks there are, and nothing is lost: what is not shared
// needs no protection. Reading gets dearer with every task.
//
// Source: McKenney, Is Parallel Programming Hard, 5.2.3 (per-thread counters).

#define SYNC_NAME per_task
#define SYNC_COUNTER
#define SYNC_COUNTER_BYTES(setup) ((setup)->nr_tasks * sizeof(struct padded_cell))
#include "benches/sync/sync.h"

#include "benches/counters/cells.h"

struct counter {
	struct padded_cell of_task[1]; /* as many as there are tasks */
};

INLINE void add(struct counter *counter, const struct seat *seat, uint64_t n)
{
	struct padded_cell *cells = counter->of_task;

	cell_add_own(&cells[seat->task].n, n);
}

INLINE uint64_t peek(const struct counter *counter, const struct seat *seat)
{
	return padded_sum(counter->of_task, seat->nr_tasks);
}

static const struct about about = {
    .class = CLASS_SCALABLE,
    .summary = "a cell for each task, a cache line apart; readers sum up",
    .source = "McKenney: Is Parallel Programming Hard, 5.2.3",
};

#include "benches/sync/instantiate.h"
