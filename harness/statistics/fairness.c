// SPDX-License-Identifier: MIT

// Jain's index.

#include "harness/statistics/fairness.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>

double jain_index(const double *values, size_t n)
{
	double mean, squares;

	if (!n)
		return NAN;
	mean = gsl_stats_mean(values, 1, n);
	squares = gsl_stats_tss_m(values, 1, n, 0);
	return squares == 0 ? 1 : (double)n * mean * mean / squares;
}
