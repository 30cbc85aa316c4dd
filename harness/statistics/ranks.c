// SPDX-License-Identifier: MIT

// Both figures follow from how often a value of one sample is above one of the other, which is
// counted in one pass over both, sorted together.

#include "harness/statistics/ranks.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_EXACT 20 /* values of each sample; the counts stay exact: C(40, 20) < 2^53 */

// Of all nr_a * nr_b pairs.
struct tally {
	double above, equal; /* in which a's value is above b's, or the same */
	double ties;	     /* sum of t^3 - t over the groups of t equal values */
};

// Adds what a group of equal values, nr_a and nr_b of them, says over the nr_below of b below it.
static void add_group(struct tally *tally, double nr_a, double nr_b, double nr_below)
{
	double t = nr_a + nr_b;

	tally->above += nr_a * nr_below;
	tally->equal += nr_a * nr_b;
	tally->ties += t * t * t - t;
}

static struct tally tally_sorted(const double *values, const double *is_a, size_t n)
{
	struct tally tally = {0};
	double nr_below = 0;

	for (size_t i = 0, first = 0; i < n; first = i) {
		double nr_a = 0;

		for (; i < n && values[i] == values[first]; i++)
			nr_a += is_a[i];
		add_group(&tally, nr_a, (double)(i - first) - nr_a, nr_below);
		nr_below += (double)(i - first) - nr_a;
	}
	return tally;
}

static struct tally tally_pairs(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	size_t n = nr_a + nr_b;
	double *values = calloc(n, sizeof *values), *is_a = calloc(n, sizeof *is_a);
	struct tally tally;

	assert(values && is_a);
	memcpy(values, a, nr_a * sizeof *a);
	memcpy(values + nr_a, b, nr_b * sizeof *b);
	for (size_t i = 0; i < nr_a; i++)
		is_a[i] = 1;
	gsl_sort2(values, 1, is_a, 1, n);
	tally = tally_sorted(values, is_a, n);
	free(values);
	free(is_a);
	return tally;
}

// The share of all orders of nr_a and nr_b values in which at most `most` pairs have a's above. The
// largest value is of a, and above all of b, or of b, and above none of a: so the orders with u
// such pairs are ways(a, b, u) = ways(a - 1, b, u - b) + ways(a, b - 1, u) (Mann and Whitney,
// 1947).
static double exact_share(size_t nr_a, size_t nr_b, size_t most)
{
	double ways[LARGEST_EXACT + 1][LARGEST_EXACT * LARGEST_EXACT + 1] = {{0}};
	double some = 0, all = 0;

	for (size_t b = 0; b <= nr_b; b++)
		ways[b][0] = 1; /* no value of a: one order */
	for (size_t a = 1; a <= nr_a; a++)
		for (size_t b = 1; b <= nr_b; b++)
			/* downwards: what is below u still is of a - 1 */
			for (size_t u = a * b + 1; u-- > 0;)
				ways[b][u] = (u >= b ? ways[b][u - b] : 0) + ways[b - 1][u];
	for (size_t u = 0; u <= nr_a * nr_b; u++) {
		all += ways[nr_b][u];
		if (u <= most)
			some += ways[nr_b][u];
	}
	return some / all;
}

// From the normal distribution (Conover, Practical Nonparametric Statistics, 5.1).
static double normal_p(const struct tally *tally, double nr_a, double nr_b)
{
	double n = nr_a + nr_b, mean = nr_a * nr_b / 2;
	double variance = nr_a * nr_b / 12 * (n + 1 - tally->ties / (n * (n - 1)));
	double off = fabs(tally->above + tally->equal / 2 - mean) - 0.5;

	if (!(variance > 0) || off <= 0) /* all are equal, or they could not be nearer */
		return 1;
	return 2 * gsl_cdf_ugaussian_Q(off / sqrt(variance));
}

double cliffs_delta(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	struct tally tally;
	double pairs = (double)nr_a * (double)nr_b;

	if (!nr_a || !nr_b)
		return NAN;
	tally = tally_pairs(a, nr_a, b, nr_b);
	return (2 * tally.above + tally.equal - pairs) / pairs;
}

double mann_whitney_p(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	struct tally tally;
	double fewer;

	if (!nr_a || !nr_b)
		return 1;
	tally = tally_pairs(a, nr_a, b, nr_b);
	if (nr_a > LARGEST_EXACT || nr_b > LARGEST_EXACT || tally.ties > 0)
		return normal_p(&tally, (double)nr_a, (double)nr_b);
	fewer = GSL_MIN_DBL(tally.above, (double)nr_a * (double)nr_b - tally.above);
	return GSL_MIN_DBL(1, 2 * exact_share(nr_a, nr_b, (size_t)fewer));
}
