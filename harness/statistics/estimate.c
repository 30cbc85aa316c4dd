// SPDX-License-Identifier: MIT

// Ranks from the binomial distribution.

#include "harness/statistics/estimate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

// Probability that the true median lies between the rank-th smallest and the rank-th largest of n
// values: it does unless fewer than `rank` values fall on one side of it, and how many do is
// binomial with p = 1/2.
static double coverage_of(size_t rank, size_t n)
{
	return 1 - 2 * gsl_cdf_binomial_P(rank - 1, 0.5, n);
}

// The highest rank (from 1) whose interval still has the confidence; 1 if none has it. Coverage
// falls with the rank, so bisection finds it: a linear search is slow for 100000 values.
static size_t highest_rank(size_t n, double confidence)
{
	size_t good = 1, bad = n / 2 + 1; /* the ranks would cross */

	while (bad - good > 1) {
		size_t middle = good + (bad - good) / 2;

		if (coverage_of(middle, n) >= confidence)
			good = middle;
		else
			bad = middle;
	}
	return good;
}

struct estimate median_estimate(double *values, size_t n, double confidence)
{
	size_t rank;

	if (!n)
		return (struct estimate){0, NAN, NAN, NAN, NAN};
	gsl_sort(values, 1, n);
	rank = highest_rank(n, confidence);
	return (struct estimate){
	    .nr = n,
	    .median = gsl_stats_median_from_sorted_data(values, 1, n),
	    .low = values[rank - 1],
	    .high = values[n - rank],
	    .coverage = coverage_of(rank, n),
	};
}
