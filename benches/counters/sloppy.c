// SPDX-License-Identifier: MIT

// An approximate counter: each task counts by itself, and every THRESHOLD increments adds what it
// has to the shared count, which is all that a reader looks at. A reader is cheap and behind by
// less than tasks x THRESHOLD; the larger the threshold, the faster and the further behind.
// Nothing is lost.
//
// Source: Boyd-Wickizer et al., An Analysis of Linux Scalability to Many Cores, OSDI 2010 (sloppy
// counters); Arpaci-Dusseau, Operating Systems: Three Easy Pieces, 29.1.

#define SYNC_NAME sloppy
#define SYNC_COUNTER
#define SYNC_LAGS
#define SYNC_COUNTER_BYTES(setup)                                                                  \
	(sizeof(struct counter) + (setup)->nr_tasks * sizeof(struct padded_cell))
#include "benches/sync/sync.h"

#include "benches/counters/cells.h"

struct counter {
	struct padded_cell shared;
	struct padded_cell of_task[]; /* not yet in shared */
};

INLINE void hand_over(struct counter *counter, uint64_t *own, uint64_t n)
{
	/* relaxed: only the count matters, it publishes nothing else */
	__atomic_fetch_add(&counter->shared.n, n, __ATOMIC_RELAXED);
	cell_store(own, 0);
}

INLINE void add(struct counter *counter, const struct seat *seat, uint64_t n)
{
	uint64_t *own = &counter->of_task[seat->task].n;
	uint64_t pending = cell_load(own) + n;

	if (pending >= seat->parameter)
		hand_over(counter, own, pending);
	else
		cell_store(own, pending);
}

INLINE uint64_t peek(const struct counter *counter, const struct seat *seat)
{
	(void)seat;
	return cell_load(&counter->shared.n);
}

static uint64_t total(const struct counter *counter, const struct seat *seat)
{
	return peek(counter, seat) + padded_sum(counter->of_task, seat->nr_tasks);
}

static void flush(struct counter *counter, const struct seat *seat)
{
	for (unsigned i = 0; i < seat->nr_tasks; i++)
		hand_over(counter, &counter->of_task[i].n, cell_load(&counter->of_task[i].n));
}

static const struct about about = {
    .class = CLASS_SCALABLE,
    .summary = "counts apart, hands over every THRESHOLD; readers are that far behind",
    .source = "Boyd-Wickizer et al.: An Analysis of Linux Scalability to Many Cores, OSDI 2010",
    .parameter = {.name = "THRESHOLD", .least = 1, .most = 1 << 30, .usual = 1024},
};

#include "benches/sync/instantiate.h"
