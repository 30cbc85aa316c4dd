// SPDX-License-Identifier: MIT

// Ten up, read ten, ten down: one update that is lost or made twice shows.

#include "harness/trial/validation.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "benches/structure/loop.h"

enum {
	NR_STEPS = 10,
};

// What one task of two needs for one counter.
struct bed {
	const struct strategy *strategy;
	void *lock;
	struct work work;
};

static void *zeroed(size_t bytes)
{
	void *memory = aligned_alloc(APART, (bytes / APART + 1) * APART);

	assert(memory);
	return memset(memory, 0, (bytes / APART + 1) * APART);
}

static void bed_init(struct bed *bed, const struct strategy *strategy, bool processes)
{
	const struct setup setup = {.nr_tasks = 2, .processes = processes};
	size_t cell_bytes =
	    strategy->counter_bytes ? strategy->counter_bytes(&setup) : sizeof(uint64_t);

	*bed = (struct bed){.strategy = strategy};
	bed->work.cells = zeroed(cell_bytes);
	bed->work.seat =
	    (struct seat){.nr_tasks = 2, .parameter = strategy->about->parameter.usual};
	if (!strategy->locks)
		return;
	bed->lock = zeroed(strategy->lock_bytes(&setup));
	bed->work.guards = bed->lock;
	bed->work.holder = zeroed(strategy->holder_bytes);
	strategy->lock_init(bed->lock, &setup);
	strategy->holder_init(bed->work.holder, &setup, 0);
}

static void bed_fini(struct bed *bed)
{
	if (bed->strategy->locks)
		bed->strategy->lock_fini(bed->lock);
	free(bed->work.cells);
	free(bed->lock);
	free(bed->work.holder);
}

// Adds n ten times. Returns what is counted then.
static uint64_t ten_times(struct bed *bed, uint64_t n)
{
	const struct strategy *strategy = bed->strategy;

	for (int i = 0; i < NR_STEPS; i++)
		strategy->step(&bed->work, n);
	if (strategy->counter_total)
		return strategy->counter_total(bed->work.cells, &bed->work.seat);
	return *(uint64_t *)bed->work.cells;
}

static int validate_as(const struct strategy *strategy, bool processes, struct complaint *c)
{
	uint64_t up, down;
	struct bed bed;

	bed_init(&bed, strategy, processes);
	up = ten_times(&bed, 1);
	down = ten_times(&bed, (uint64_t)-1);
	bed_fini(&bed);
	if (up != NR_STEPS)
		return complain(c, "counted %" PRIu64 " of %d", up, NR_STEPS);
	if (down != 0)
		return complain(c, "counted ten up and ten down to %" PRId64, (int64_t)down);
	return 0;
}

int validate(const struct strategy *strategy, struct complaint *c)
{
	if (validate_as(strategy, false, c))
		return -1;
	return strategy->about->threads_only ? 0 : validate_as(strategy, true, c);
}
