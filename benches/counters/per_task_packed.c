// SPDX-License-Identifier: MIT

// As per_task, but the tasks' cells lie side by side: no two tasks share a cell, all share a cache
// line. It is as exact, and as slow as a contended counter, because caches pass around whole lines.
// This is false sharing; the fix is per_task's padding.
//
// Source: Bolosky and Scott, False Sharing and its Effect on Shared Memory Performance, SEDMS 1993.

#define SYNC_NAME per_task_packed
#define SYNC_COUNTER
#define SYNC_COUNTER_BYTES(setup) ((setup)->nr_tasks * sizeof(uint64_t))
#include "benches/sync/sync.h"

#include "benches/counters/cells.h"

struct counter {
	uint64_t of_task[1]; /* as many as there are tasks */
};

INLINE void add(struct counter *counter, const struct seat *seat, uint64_t n)
{
	uint64_t *cells = counter->of_task;

	cell_add_own(&cells[seat->task], n);
}

INLINE uint64_t peek(const struct counter *counter, const struct seat *seat)
{
	const uint64_t *cells = counter->of_task;
	uint64_t sum = 0;

	for (unsigned i = 0; i < seat->nr_tasks; i++)
		sum += cell_load(&cells[i]);
	return sum;
}

static const struct about about = {
    .class = CLASS_SCALABLE,
    .summary = "a cell for each task, side by side: false sharing",
    .source = "Bolosky, Scott: False Sharing and its Effect, SEDMS 1993",
};

#include "benches/sync/instantiate.h"
