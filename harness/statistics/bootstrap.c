// SPDX-License-Identifier: MIT

// The values are sorted once. A resample then is how often each of them was drawn, and its median
// is read off those counts, without sorting anything again.

#include "harness/statistics/bootstrap.h"

#include <assert.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct sample {
	size_t n, cluster, nr_clusters;
	double *sorted;
	size_t *place;	 /* where each value, in the order given, stands in sorted[] */
	unsigned *drawn; /* how often each of sorted[] is in the resample */
};

static void sample_init(struct sample *sample, const double *values, size_t n, size_t cluster)
{
	size_t *order = calloc(n, sizeof *order);

	*sample = (struct sample){
	    .n = n,
	    .cluster = cluster,
	    .nr_clusters = (n - 1) / cluster + 1,
	    .sorted = calloc(n, sizeof *sample->sorted),
	    .place = calloc(n, sizeof *sample->place),
	    .drawn = calloc(n, sizeof *sample->drawn),
	};
	assert(order && sample->sorted && sample->place && sample->drawn);
	gsl_sort_index(order, values, 1, n);
	for (size_t i = 0; i < n; i++) {
		sample->sorted[i] = values[order[i]];
		sample->place[order[i]] = i;
	}
	free(order);
}

static void sample_fini(struct sample *sample)
{
	free(sample->sorted);
	free(sample->place);
	free(sample->drawn);
}

// Draws as many clusters as there are. Returns how many values that makes: a short last cluster may
// be drawn more than once, or not at all.
static size_t draw(struct sample *sample, gsl_rng *random)
{
	size_t total = 0;

	memset(sample->drawn, 0, sample->n * sizeof *sample->drawn);
	for (size_t i = 0; i < sample->nr_clusters; i++) {
		size_t first = gsl_rng_uniform_int(random, sample->nr_clusters) * sample->cluster;
		size_t left = sample->n - first;
		size_t size = left < sample->cluster ? left : sample->cluster;

		for (size_t k = first; k < first + size; k++)
			sample->drawn[sample->place[k]]++;
		total += size;
	}
	return total;
}

// The resample's value of that rank, from 0; *at and *below go on from an earlier, lower rank.
static double value_of_rank(const struct sample *sample, size_t rank, size_t *at, size_t *below)
{
	while (*below + sample->drawn[*at] <= rank)
		*below += sample->drawn[(*at)++];
	return sample->sorted[*at];
}

static double median_of_drawn(const struct sample *sample, size_t total)
{
	size_t at = 0, below = 0;
	double low = value_of_rank(sample, (total - 1) / 2, &at, &below);
	double high = value_of_rank(sample, total / 2, &at, &below);

	return low == high ? low : (low + high) / 2;
}

// GSL's generator takes 32 bits of seed.
static gsl_rng *seeded(uint64_t seed)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(random, (unsigned long)((seed ^ seed >> 32) & UINT32_MAX));
	return random;
}

static double *resample(struct sample *sample, unsigned nr_resamples, uint64_t seed)
{
	double *medians = calloc(nr_resamples, sizeof *medians);
	gsl_rng *random = seeded(seed);

	assert(medians);
	for (unsigned i = 0; i < nr_resamples; i++)
		medians[i] = median_of_drawn(sample, draw(sample, random));
	gsl_rng_free(random);
	gsl_sort(medians, 1, nr_resamples);
	return medians;
}

struct estimate bootstrap_median(const double *values, size_t n, size_t cluster, double confidence,
				 unsigned nr_resamples, uint64_t seed)
{
	struct estimate e = {n, NAN, -INFINITY, INFINITY, confidence};
	const double tail = (1 - confidence) / 2;
	struct sample sample;

	assert(cluster > 0 && nr_resamples > 0);
	if (!n)
		return (struct estimate){0, NAN, NAN, NAN, NAN};
	sample_init(&sample, values, n, cluster);
	e.median = gsl_stats_median_from_sorted_data(sample.sorted, 1, n);
	if (sample.nr_clusters > 1) {
		double *medians = resample(&sample, nr_resamples, seed);

		e.low = gsl_stats_quantile_from_sorted_data(medians, 1, nr_resamples, tail);
		e.high = gsl_stats_quantile_from_sorted_data(medians, 1, nr_resamples, 1 - tail);
		free(medians);
	}
	sample_fini(&sample);
	return e;
}
