// SPDX-License-Identifier: MIT

// The binomial distribution and its tails. Limits are found by bisection: gsl_cdf_beta_Pinv (GSL
// 2.7) gives up on one in 400 of them, 258 of 260 for one, and ends the program.

#include "harness/statistics/binomial.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

// The share with which at least nr_yes of nr come up with a probability of `miss`; that grows with
// the share. Halves until no double is between the two ends.
static double lowest_share(size_t nr_yes, size_t nr, double miss)
{
	double low = 0, high = 1;

	for (double middle = 0.5; nr_yes && low < middle && middle < high;
	     middle = low + (high - low) / 2)
		if (gsl_cdf_beta_P(middle, (double)nr_yes, (double)(nr - nr_yes) + 1) < miss)
			low = middle;
		else
			high = middle;
	return low;
}

struct share binomial_share(size_t nr_yes, size_t nr, double confidence)
{
	const double miss = (1 - confidence) / 2;

	if (!nr)
		return (struct share){NAN, 0, 1};
	return (struct share){
	    .share = (double)nr_yes / (double)nr,
	    .low = lowest_share(nr_yes, nr, miss),
	    .high = 1 - lowest_share(nr - nr_yes, nr, miss),
	};
}

double sign_test_p(size_t nr_yes, size_t nr)
{
	return nr_yes ? gsl_cdf_binomial_Q(nr_yes - 1, 0.5, nr) : 1;
}
