// SPDX-License-Identifier: MIT

// A cell for each PU instead of each task, as kernels have it: memory follows the machine, not the
// number of tasks. A task may be moved, or share its PU, between asking where it is and adding,
// so the addition stays atomic; but the line is hardly ever anywhere else, so it costs what
// an uncontended one costs.
//
// Source: Linux Documentation/core-api/this_cpu_ops.rst; sched_getcpu(3) by restartable sequences.

#define SYNC_NAME per_cpu
#define SYNC_COUNTER
#define SYNC_COUNTER_BYTES(setup) ((void)(setup), sizeof(struct counter))
#include "benches/sync/sync.h"

#include <sched.h>

#include "benches/counters/cells.h"

#define NR_CELLS 256 /* PUs beyond share cells, which is slower and as exact */

struct counter {
	struct padded_cell of_cpu[NR_CELLS];
};

INLINE void add(struct counter *counter, const struct seat *seat, uint64_t n)
{
	unsigned cpu = (unsigned)sched_getcpu() % NR_CELLS;

	(void)seat;
	/* relaxed: only the count matters, it publishes nothing else */
	__atomic_fetch_add(&counter->of_cpu[cpu].n, n, __ATOMIC_RELAXED);
}

INLINE uint64_t peek(const struct counter *counter, const struct seat *seat)
{
	(void)seat;
	return padded_sum(counter->of_cpu, NR_CELLS);
}

static const struct about about = {
    .class = CLASS_SCALABLE,
    .summary = "a cell for each PU, added to atomically; readers sum up",
    .source = "Linux Documentation/core-api/this_cpu_ops.rst",
    .calls = true,
};

#include "benches/sync/instantiate.h"
