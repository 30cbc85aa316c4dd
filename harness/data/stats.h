// SPDX-License-Identifier: MIT

// Statistics: pure functions of arrays of numbers, by GSL wherever GSL has them.

#ifndef RACELAB_STATS_H
#define RACELAB_STATS_H

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
// is their whole range, and `coverage` says how much that is worth. Sorts values[] in place. NaNs
// must have been left out.
struct estimate median_estimate(double *values, size_t n, double confidence);

// Jain's fairness index (sum x)^2 / (n sum x^2) (Jain, Chiu and Hawe, DEC TR-301, 1984). 1 if all
// are equal or all are 0; NaN for none.
double jain_index(const double *values, size_t n);

#endif
