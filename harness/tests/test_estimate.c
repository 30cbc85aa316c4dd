// SPDX-License-Identifier: MIT

// Ranks and coverages were computed with Python's fractions and math.comb: the highest r with
// 1 - 2 * sum(comb(n, k) for k < r) / 2^n >= 0.95; for other quantiles each side by itself.

#include "harness/statistics/estimate.h"

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stddef.h>

#define LARGEST 100000

// The values 1..n, largest first, so that each limit is its own rank.
static struct estimate estimate_ranks(size_t n, double q, double confidence)
{
	static double values[LARGEST];

	for (size_t i = 0; i < n; i++)
		values[i] = (double)(n - i);
	return q == 0.5 ? median_estimate(values, n, confidence)
			: quantile_estimate(values, n, q, confidence);
}

Test(estimate, intervals_have_the_ranks_of_the_binomial_distribution)
{
	static const struct {
		size_t n;
		double confidence, median, low, high, coverage;
	} known[] = {
	    {1, 0.95, 1, 1, 1, 0},
	    {2, 0.95, 1.5, 1, 2, 0.5},
	    {3, 0.95, 2, 1, 3, 0.75},
	    {4, 0.95, 2.5, 1, 4, 0.875},
	    {5, 0.95, 3, 1, 5, 0.9375},
	    {6, 0.95, 3.5, 1, 6, 0.96875},
	    {7, 0.95, 4, 1, 7, 0.984375},
	    {8, 0.95, 4.5, 1, 8, 0.9921875},
	    {9, 0.95, 5, 2, 8, 0.9609375},
	    {10, 0.95, 5.5, 2, 9, 0.978515625},
	    {15, 0.95, 8, 4, 12, 0.96484375},
	    {20, 0.95, 10.5, 6, 15, 0.958610534668},
	    {21, 0.95, 11, 6, 16, 0.97339630127},
	    {50, 0.95, 25.5, 18, 33, 0.967160862436},
	    {200, 0.95, 100.5, 86, 115, 0.959962808387},
	    {1000, 0.95, 500.5, 469, 532, 0.95370880264},
	    {10, 0.99, 5.5, 1, 10, 0.998046875},
	    {10, 0.5, 5.5, 4, 7, 0.65625},
	    {20, 0.99, 10.5, 4, 17, 0.997423171997},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct estimate e = estimate_ranks(known[i].n, 0.5, known[i].confidence);

		cr_assert_eq(e.nr, known[i].n);
		cr_assert_eq(e.median, known[i].median, "n = %zu: %g", e.nr, e.median);
		cr_assert_eq(e.low, known[i].low, "n = %zu: %g", e.nr, e.low);
		cr_assert_eq(e.high, known[i].high, "n = %zu: %g", e.nr, e.high);
		cr_assert_float_eq(e.coverage, known[i].coverage, 1e-11, "n = %zu: %.12g", e.nr,
				   e.coverage);
	}
}

Test(estimate, no_values_have_no_median)
{
	struct estimate e = median_estimate(NULL, 0, 0.95);

	cr_assert_eq(e.nr, 0);
	cr_assert(isnan(e.median) && isnan(e.low) && isnan(e.high) && isnan(e.coverage));
}

Test(estimate, what_is_assured_is_never_claimed_by_too_few)
{
	double values[] = {7, 6, 5, 4, 3, 2, 1};

	for (size_t n = 1; n < 7; n++) {
		struct estimate e = median_assured(values, n, 0.97);

		cr_assert_eq(e.nr, n);
		cr_assert_eq(e.low, -INFINITY, "%zu", n);
		cr_assert_eq(e.high, INFINITY, "%zu", n);
		cr_assert_eq(e.coverage, 1);
	}
	cr_assert_eq(median_assured(values, 7, 0.97).low, 1);
	cr_assert_eq(median_assured(values, 7, 0.97).high, 7);
	cr_assert_eq(median_assured(values, 7, 0.97).median, 4);
	cr_assert_eq(median_assured(values, 5, 0.95).high, INFINITY);
	cr_assert(isfinite(median_assured(values, 6, 0.95).high));
	cr_assert(isnan(median_assured(values, 0, 0.95).low));
}

// Orders that selection could stumble over, and equal values among them.
static double value_at(size_t i, size_t n, int order)
{
	switch (order) {
	case 0:
		return (double)i;
	case 1:
		return -(double)i;
	case 2:
		return (double)(i < n / 2 ? i : n - i);
	case 3:
		return (double)(i % 3);
	default:
		return (double)(i * 7919 % n);
	}
}

Test(estimate, values_are_those_of_a_sort)
{
	static double values[LARGEST], sorted[LARGEST];
	static const size_t sizes[] = {4, 5, 6, 7, 20, 101, 1000, LARGEST};

	for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
		for (int order = 0; order < 5; order++) {
			size_t n = sizes[s];
			struct estimate e, of_sorted;

			for (size_t i = 0; i < n; i++)
				values[i] = sorted[i] = value_at(i, n, order);
			gsl_sort(sorted, 1, n);
			e = median_estimate(values, n, 0.95);
			of_sorted = median_estimate(sorted, n, 0.95);
			gsl_sort(values, 1, n);
			gsl_sort(sorted, 1, n);
			cr_assert_arr_eq(values, sorted, n * sizeof *values, "only reordered");
			cr_assert_eq(e.median, gsl_stats_median_from_sorted_data(sorted, 1, n));
			cr_assert_eq(e.low, of_sorted.low);
			cr_assert_eq(e.high, of_sorted.high);
		}
}

Test(estimate, two_huge_values_have_a_finite_median)
{
	double values[] = {1.7e308, 1.7e308}, opposite[] = {-1.7e308, 1.7e308};

	cr_assert_eq(median_estimate(values, 2, 0.95).median, 1.7e308);
	cr_assert_eq(median_estimate(opposite, 2, 0.95).median, 0);
}

// 15 values: ranks 4 and 12, so the true rate is 0.96484375; three standard deviations of 4000
// draws on either side of it.
Test(estimate, intervals_of_a_skewed_distribution_hold_its_median_as_often_as_they_say)
{
	enum {
		DRAWS = 4000,
		N = 15
	};
	const double coverage = 0.96484375;
	double deviation = sqrt(coverage * (1 - coverage) / DRAWS), rate;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int hits = 0;

	gsl_rng_set(rng, 20240501);
	for (int draw = 0; draw < DRAWS; draw++) {
		double values[N];
		struct estimate e;

		for (int i = 0; i < N; i++)
			values[i] = gsl_ran_exponential(rng, 1);
		e = median_estimate(values, N, 0.95);
		hits += e.low <= M_LN2 && M_LN2 <= e.high;
	}
	gsl_rng_free(rng);
	rate = (double)hits / DRAWS;
	cr_assert_geq(rate, 0.95 - 3 * sqrt(0.95 * 0.05 / DRAWS));
	cr_assert_float_eq(rate, coverage, 3 * deviation, "%g", rate);
}

Test(estimate, quantiles_have_the_ranks_of_the_binomial_distribution)
{
	static const struct {
		size_t n;
		double q, confidence, quantile, low, high, coverage;
	} known[] = {
	    {1, 0.9, 0.95, 1, 1, 1, 0},
	    {10, 0.9, 0.95, 9.1, 7, 10, 0.6385263615},
	    {20, 0.25, 0.95, 5.75, 2, 10, 0.961822958179},
	    {20, 0.75, 0.95, 15.25, 11, 19, 0.961822958179},
	    {20, 0.1, 0.95, 2.9, 1, 6, 0.867170211245},
	    {20, 0.9, 0.95, 18.1, 15, 20, 0.867170211245},
	    {50, 0.9, 0.95, 45.1, 41, 50, 0.970308289088},
	    {100, 0.9, 0.95, 90.1, 84, 96, 0.955690107191},
	    {100, 0.9, 0.99, 90.1, 82, 98, 0.993474361168},
	    {200, 0.99, 0.95, 198.01, 195, 200, 0.849997418233},
	    {1000, 0.99, 0.95, 990.01, 983, 997, 0.976094763498},
	    {1000, 0.999, 0.95, 999.001, 997, 1000, 0.613377741779},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct estimate e = estimate_ranks(known[i].n, known[i].q, known[i].confidence);

		cr_assert_eq(e.nr, known[i].n);
		cr_assert_float_eq(e.median, known[i].quantile, 1e-9, "%zu: %g", i, e.median);
		cr_assert_eq(e.low, known[i].low, "%zu: %g", i, e.low);
		cr_assert_eq(e.high, known[i].high, "%zu: %g", i, e.high);
		cr_assert_float_eq(e.coverage, known[i].coverage, 1e-10, "%zu: %.12g", i,
				   e.coverage);
	}
}

// Where hardly any confidence is asked for, or n allows none, the ranks alone would leave it out.
Test(estimate, an_interval_never_leaves_its_quantile_out)
{
	static const double confidences[] = {0.01, 0.5, 0.95};

	for (size_t n = 1; n <= 60; n++)
		for (double q = 0.001; q < 1; q += 0.037)
			for (size_t i = 0; i < 3; i++) {
				struct estimate e = estimate_ranks(n, q, confidences[i]);

				cr_assert(e.low <= e.median && e.median <= e.high,
					  "n = %zu, q = %g", n, q);
				cr_assert(e.coverage >= 0 && e.coverage <= 1);
			}
}

Test(estimate, no_values_have_no_quantile)
{
	struct estimate e = quantile_estimate(NULL, 0, 0.9, 0.95);

	cr_assert_eq(e.nr, 0);
	cr_assert(isnan(e.median) && isnan(e.low) && isnan(e.high) && isnan(e.coverage));
}
