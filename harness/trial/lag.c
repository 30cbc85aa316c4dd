// SPDX-License-Identifier: MIT

// Readers' lag, cell by cell.

#include "harness/trial/lag.h"

#include <math.h>
#include <stdint.h>

#include "benches/structure/structure.h"
#include "benches/sync/sync.h"

static struct seat seat_of(const struct arena *arena)
{
	return (struct seat){.nr_tasks = arena->extent.nr_tasks,
			     .parameter = arena->extent.parameter};
}

static void *cell_at(const struct arena *arena, uint64_t i)
{
	return arena->cells + i * arena->extent.cell_bytes;
}

void lag_flush(const struct arena *arena, const struct case_spec *spec)
{
	const struct seat seat = seat_of(arena);

	for (uint64_t i = 0; i < arena->extent.slots; i++)
		spec->strategy->counter_flush(cell_at(arena, i), &seat);
}

// True sum less what a reader sees; sums wrap, differences do not.
static double lag_of(const struct arena *arena, const struct strategy *strategy, uint64_t i)
{
	const struct seat seat = seat_of(arena);
	const void *cell = cell_at(arena, i);

	return (double)(int64_t)(strategy->counter_total(cell, &seat) -
				 strategy->counter_peek(cell, &seat));
}

static double largest(const struct arena *arena, const struct strategy *strategy, double *sum)
{
	double most = 0;

	*sum = 0;
	for (uint64_t i = 0; i < arena->extent.slots; i++) {
		double lag = lag_of(arena, strategy, i);

		*sum += fabs(lag);
		most = fmax(most, fabs(lag));
	}
	return most;
}

void lag_measure(struct arena *arena, const struct case_spec *spec)
{
	struct report *report = &arena->report;
	double sum;

	report->error_mean = report->error_max = report->error_flushed = NAN;
	if (!spec->strategy->counter_bytes)
		return;
	report->error_max = largest(arena, spec->strategy, &sum);
	report->error_mean = sum / (double)arena->extent.slots;
	lag_flush(arena, spec);
	report->error_flushed = largest(arena, spec->strategy, &sum);
}
