// SPDX-License-Identifier: MIT

// Each task counts in its own cell, and a collector sums all cells up every millisecond; a reader
// looks only at the latest sum. Increments cost as little as with per_task, reading costs as little
// as a plain load, and the price is age: a reader is up to a millisecond behind. Nothing is lost.
//
// Source: McKenney, Is Parallel Programming Hard, 5.2.4 (eventually consistent counter).

#define SYNC_NAME eventual
#define SYNC_COUNTER
#define SYNC_LAGS
#define SYNC_COLLECT
#define SYNC_COUNTER_BYTES(setup)                                                                  \
	(sizeof(struct counter) + (setup)->nr_tasks * sizeof(struct padded_cell))
#include "benches/sync/sync.h"

#include "benches/counters/cells.h"

struct counter {
	struct padded_cell collected;
	struct padded_cell of_task[];
};

INLINE void add(struct counter *counter, const struct seat *seat, uint64_t n)
{
	cell_add_own(&counter->of_task[seat->task].n, n);
}

INLINE uint64_t peek(const struct counter *counter, const struct seat *seat)
{
	(void)seat;
	return cell_load(&counter->collected.n);
}

static uint64_t total(const struct counter *counter, const struct seat *seat)
{
	return padded_sum(counter->of_task, seat->nr_tasks);
}

static void flush(struct counter *counter, const struct seat *seat)
{
	cell_store(&counter->collected.n, total(counter, seat));
}

static const struct about about = {
    .class = CLASS_SCALABLE,
    .summary = "counts apart, a collector sums up every ms; readers see its latest sum",
    .source = "McKenney: Is Parallel Programming Hard, 5.2.4",
};

#include "benches/sync/instantiate.h"
