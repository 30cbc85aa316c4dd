// SPDX-License-Identifier: MIT

// Known intervals are quantiles of all n^n resamples, enumerated with Python's itertools.product;
// each is well within a step of that distribution, so that 20000 draws find the same one.

#include "harness/statistics/bootstrap.h"

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "harness/statistics/estimate.h"

#define RESAMPLES 20000

Test(bootstrap, intervals_are_those_of_all_resamples)
{
	static const double up[] = {1, 2, 3, 4, 5, 6, 7}, down[] = {7, 6, 5, 4, 3, 2, 1};
	static const struct {
		const double *values;
		size_t n, cluster;
		double confidence, median, low, high;
	} known[] = {
	    {up, 7, 1, 0.95, 4, 2, 6},	     {up, 7, 1, 0.99, 4, 1, 7},
	    {up, 7, 1, 0.6, 4, 3, 5},	     {down, 7, 1, 0.95, 4, 2, 6},
	    {up, 6, 1, 0.95, 3.5, 1.5, 5.5}, {up, 6, 1, 0.9, 3.5, 2, 5},
	    {down, 7, 2, 0.8, 4, 2.5, 6},    {down, 7, 2, 0.5, 4, 3, 5},
	    {down, 7, 2, 0.95, 4, 1, 6},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		for (uint64_t seed = 0; seed < 10; seed++) {
			struct estimate e =
			    bootstrap_median(known[i].values, known[i].n, known[i].cluster,
					     known[i].confidence, RESAMPLES, seed);

			cr_assert_eq(e.nr, known[i].n);
			cr_assert_eq(e.median, known[i].median, "%zu: %g", i, e.median);
			cr_assert_eq(e.low, known[i].low, "%zu: %g", i, e.low);
			cr_assert_eq(e.high, known[i].high, "%zu: %g", i, e.high);
			cr_assert_eq(e.coverage, known[i].confidence);
		}
}

Test(bootstrap, nothing_and_one_cluster_say_nothing_of_how_they_vary)
{
	const double values[] = {3, 1, 2};
	struct estimate none = bootstrap_median(NULL, 0, 1, 0.95, 100, 1);
	struct estimate one = bootstrap_median(values, 3, 3, 0.95, 100, 1);

	cr_assert_eq(none.nr, 0);
	cr_assert(isnan(none.median) && isnan(none.low) && isnan(none.high));
	cr_assert_eq(one.nr, 3);
	cr_assert_eq(one.median, 2);
	cr_assert_eq(one.low, -INFINITY);
	cr_assert_eq(one.high, INFINITY);
}

static void draw_exponential(double *values, size_t n, unsigned long seed)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(random, seed);
	for (size_t i = 0; i < n; i++)
		values[i] = gsl_ran_exponential(random, 1);
	gsl_rng_free(random);
}

Test(bootstrap, a_seed_is_an_interval_and_all_its_bits_count)
{
	double values[101], kept[101];
	struct estimate first, again, other, high_bits;

	draw_exponential(values, 101, 5);
	memcpy(kept, values, sizeof values);
	first = bootstrap_median(values, 101, 1, 0.95, 200, 7);
	again = bootstrap_median(values, 101, 1, 0.95, 200, 7);
	other = bootstrap_median(values, 101, 1, 0.95, 200, 8);
	high_bits = bootstrap_median(values, 101, 1, 0.95, 200, 7 | 1ull << 40);
	cr_assert(first.low == again.low && first.high == again.high);
	cr_assert(first.low != other.low || first.high != other.high);
	cr_assert(first.low != high_bits.low || first.high != high_bits.high);
	cr_assert_arr_eq(values, kept, sizeof values);
}

// A cluster of equal values is worth one of them.
Test(bootstrap, equal_values_within_clusters_widen_the_interval)
{
	enum {
		CLUSTERS = 20,
		SIZE = 10
	};
	double one_each[CLUSTERS], values[CLUSTERS * SIZE];
	struct estimate one, apart, together;

	draw_exponential(one_each, CLUSTERS, 11);
	for (size_t i = 0; i < CLUSTERS * SIZE; i++)
		values[i] = one_each[i / SIZE];
	one = bootstrap_median(one_each, CLUSTERS, 1, 0.95, 2000, 3);
	apart = bootstrap_median(values, CLUSTERS * SIZE, 1, 0.95, 2000, 3);
	together = bootstrap_median(values, CLUSTERS * SIZE, SIZE, 0.95, 2000, 3);
	cr_assert_eq(together.median, one.median);
	cr_assert_eq(together.low, one.low);
	cr_assert_eq(together.high, one.high);
	cr_assert_gt(together.high - together.low, 1.5 * (apart.high - apart.low));
}

// The percentile interval of a median of 25 is that of their order statistics of ranks 8 and 18, or
// next to it, so it holds the true median in 93 to 96 % of all samples (binomial: 95.7 %; between
// ranks 9 and 17 89.2 %).
Test(bootstrap, intervals_hold_the_true_median_as_often_as_they_say)
{
	enum {
		DRAWS = 2000,
		N = 25
	};
	int hits = 0;

	for (unsigned long draw = 0; draw < DRAWS; draw++) {
		double values[N];
		struct estimate e;

		draw_exponential(values, N, 1000 + draw);
		e = bootstrap_median(values, N, 1, 0.95, 400, draw);
		hits += e.low <= M_LN2 && M_LN2 <= e.high;
	}
	cr_assert_float_eq((double)hits / DRAWS, 0.95, 0.02, "%d of %d", hits, DRAWS);
}

// Clusters of 5 that share nine tenths of what moves them; the true median is 0.
static bool holds_clustered(unsigned long seed, size_t cluster)
{
	enum {
		CLUSTERS = 25,
		SIZE = 5
	};
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	double values[CLUSTERS * SIZE], shared = 0;
	struct estimate e;

	gsl_rng_set(random, seed);
	for (size_t i = 0; i < CLUSTERS * SIZE; i++) {
		if (i % SIZE == 0)
			shared = gsl_ran_gaussian(random, 3);
		values[i] = shared + gsl_ran_gaussian(random, 1);
	}
	gsl_rng_free(random);
	e = bootstrap_median(values, CLUSTERS * SIZE, cluster, 0.95, 400, seed);
	return e.low <= 0 && 0 <= e.high;
}

Test(bootstrap, clustered_values_need_their_clusters)
{
	enum {
		DRAWS = 1000
	};
	int together = 0, apart = 0;

	for (unsigned long draw = 0; draw < DRAWS; draw++) {
		together += holds_clustered(1 + draw, 5);
		apart += holds_clustered(1 + draw, 1);
	}
	cr_assert_geq(together, DRAWS * 92 / 100, "%d", together);
	cr_assert_leq(apart, DRAWS * 80 / 100, "%d", apart);
}
