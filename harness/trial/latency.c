// SPDX-License-Identifier: MIT

// Percentiles of sampled latencies, by GSL.

#include "harness/trial/latency.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

uint32_t latency_nr_samples(unsigned nr_tasks, uint64_t period)
{
	if (!period)
		return 0;
	return nr_tasks <= 16 ? 1 << 16 : 1 << 12; /* 16 MiB in all, at most */
}

// How many of a task's samples are there: one for each period it began, as many as the ring holds.
static uint64_t nr_kept(const struct arena *arena, unsigned task, uint64_t period)
{
	uint64_t nr = (arena->tallies[task].ops + period - 1) / period;

	return nr < arena->nr_samples ? nr : arena->nr_samples;
}

static size_t collect(double *all_ns, const struct arena *arena, unsigned nr_writers,
		      uint64_t period, double clock_ns)
{
	size_t nr = 0;

	for (unsigned t = 0; t < nr_writers; t++) {
		const uint32_t *own = arena->samples_ns + (size_t)t * arena->nr_samples;

		for (uint64_t i = 0; i < nr_kept(arena, t, period); i++)
			all_ns[nr++] = fmax(0, own[i] - clock_ns);
	}
	return nr;
}

void latency_fill(struct row *row, const struct arena *arena, unsigned nr_writers, uint64_t period,
		  double clock_ns)
{
	const struct {
		double *column;
		double share;
	} columns[] = {
	    {&row->latency_p50_ns, 0.5},  {&row->latency_p90_ns, 0.9},
	    {&row->latency_p99_ns, 0.99}, {&row->latency_p999_ns, 0.999},
	    {&row->latency_max_ns, 1},
	};
	double *all_ns = calloc((size_t)nr_writers * arena->nr_samples + 1, sizeof *all_ns);
	size_t nr = all_ns && period ? collect(all_ns, arena, nr_writers, period, clock_ns) : 0;

	if (nr) {
		gsl_sort(all_ns, 1, nr);
		row->latency_samples = (int64_t)nr;
		for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
			*columns[i].column =
			    gsl_stats_quantile_from_sorted_data(all_ns, 1, nr, columns[i].share);
	}
	free(all_ns);
}
