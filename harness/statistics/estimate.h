// SPDX-License-Identifier: MIT

// Medians and other quantiles with distribution-free intervals.

#ifndef RACELAB_ESTIMATE_H
#define RACELAB_ESTIMATE_H

#include <stddef.h>

// A median with its interval.
struct estimate {
	size_t nr; /* values it is made of; 0: the rest is NaN */
	double median;
	double low, high; /* limits of the interval, each one of the values */
	double coverage;  /* probability that such an interval holds the true median */
};

// The median of n values, and the narrowest interval of order statistics, symmetric in rank, that
// holds the true median with probability `confidence` at least, whatever the distribution (Conover,
// Practical Nonparametric Statistics, 3.2). With too few values for that (n < 6 for 0.95) it
// is their whole range, and `coverage` says how much that is worth. Reorders values[]. NaNs must
// have been left out.
struct estimate median_estimate(double *values, size_t n, double confidence);

// The same, but what it says is assured: with too few values for that confidence the interval is
// from -inf to inf. For whoever decides something by it.
struct estimate median_assured(double *values, size_t n, double confidence);

// As median_estimate for the q-quantile, 0 < q < 1; `median` then is that quantile (interpolated
// between order statistics, Hyndman and Fan's type 7), and the ranks need not be symmetric: each
// side is given at most half of 1 - confidence where n allows.
struct estimate quantile_estimate(double *values, size_t n, double q, double confidence);

// How far the interval reaches from the median at most, as a share of it: 0.1 is +-10 %. NaN if
// there is no median, or it is 0.
double estimate_spread(const struct estimate *estimate);

#endif
