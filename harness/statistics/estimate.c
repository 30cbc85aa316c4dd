// SPDX-License-Identifier: MIT

// Ranks from the binomial distribution.

#include "harness/statistics/estimate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

// Probability that the true q-quantile is below the rank-th smallest of n values: then fewer than
// `rank` values fall below it, and how many do is binomial with p = q.
static double miss_of(size_t rank, size_t n, double q)
{
	return gsl_cdf_binomial_P(rank - 1, q, n);
}

// The highest rank (from 1, and not above `limit`) that misses with a probability of at most
// `miss`; 1 if none does. The probability rises with the rank, so bisection finds it: a linear
// search is slow for 100000 values.
static size_t highest_rank(size_t n, double q, double miss, size_t limit)
{
	size_t good = 1, bad = limit + 1;

	while (bad - good > 1) {
		size_t middle = good + (bad - good) / 2;

		if (miss_of(middle, n, q) <= miss)
			good = middle;
		else
			bad = middle;
	}
	return good;
}

// Between two order statistics, each weighed before they are added, so that two of 1e308 do not
// overflow. Selects what it needs: to sort 30000 values takes several times as long.
static double select_quantile(double *values, size_t n, double place)
{
	size_t below = (size_t)place;
	double share = place - (double)below, low = gsl_stats_select(values, 1, n, below);

	if (share == 0)
		return low;
	return low * (1 - share) + gsl_stats_select(values, 1, n, below + 1) * share;
}

struct estimate quantile_estimate(double *values, size_t n, double q, double confidence)
{
	double place, miss = (1 - confidence) / 2;
	size_t low, high; /* ranks: `high` counts from the largest value down */

	if (!n)
		return (struct estimate){0, NAN, NAN, NAN, NAN};
	place =
	    q * (double)(n - 1); /* of the quantile, from 0: an interval must not leave it out */
	low = highest_rank(n, q, miss, (size_t)place + 1);
	high = highest_rank(n, 1 - q, miss, n - (size_t)ceil(place));
	return (struct estimate){
	    .nr = n,
	    .median = select_quantile(values, n, place),
	    .low = gsl_stats_select(values, 1, n, low - 1),
	    .high = gsl_stats_select(values, 1, n, n - high),
	    .coverage = GSL_MAX_DBL(0, 1 - miss_of(low, n, q) - miss_of(high, n, 1 - q)),
	};
}

struct estimate median_estimate(double *values, size_t n, double confidence)
{
	return quantile_estimate(values, n, 0.5, confidence);
}

struct estimate median_assured(double *values, size_t n, double confidence)
{
	struct estimate e = median_estimate(values, n, confidence);

	if (n && e.coverage < confidence) {
		e.low = -INFINITY;
		e.high = INFINITY;
		e.coverage = 1;
	}
	return e;
}

double estimate_spread(const struct estimate *estimate)
{
	if (!estimate->nr || estimate->median == 0)
		return NAN;
	return fmax(estimate->high - estimate->median, estimate->median - estimate->low) /
	       fabs(estimate->median);
}
