// SPDX-License-Identifier: MIT

// The first four intervals are those of Newcombe, Statistics in Medicine 17 (1998), table I, method
// 5; the rest, and the digits, were computed with Python's fractions: bisection over sums of
// comb(n, k) * p^k * (1 - p)^(n - k).

#include "harness/statistics/binomial.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>

Test(binomial, intervals_are_those_of_clopper_and_pearson)
{
	static const struct {
		size_t nr_yes, nr;
		double confidence, low, high;
	} known[] = {
	    {81, 263, 0.95, 0.2527367, 0.3676219}, {15, 148, 0.95, 0.0578440, 0.1616500},
	    {0, 20, 0.95, 0, 0.1684335},	   {1, 29, 0.95, 0.0008726, 0.1776440},
	    {0, 10, 0.95, 0, 0.3084971},	   {10, 10, 0.95, 0.6915029, 1},
	    {5, 10, 0.95, 0.1870860, 0.8129140},   {2, 20, 0.95, 0.0123485, 0.3169827},
	    {7, 36, 0.99, 0.0600047, 0.4120034},   {258, 260, 0.95, 0.9724905, 0.9990671},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct share s = binomial_share(known[i].nr_yes, known[i].nr, known[i].confidence);

		cr_assert_float_eq(s.share, (double)known[i].nr_yes / (double)known[i].nr, 1e-15);
		cr_assert_float_eq(s.low, known[i].low, 1e-6, "%zu: %.9g", i, s.low);
		cr_assert_float_eq(s.high, known[i].high, 1e-6, "%zu: %.9g", i, s.high);
	}
}

// What the limits are defined by; GSL's own inverse ends the program at some of these.
Test(binomial, each_limit_misses_as_often_as_it_may)
{
	for (size_t nr = 1; nr <= 400; nr += 3)
		for (size_t yes = 1; yes < nr; yes++) {
			struct share s = binomial_share(yes, nr, 0.95);
			double above = gsl_cdf_binomial_Q(yes - 1, s.low, nr);
			double below = gsl_cdf_binomial_P(yes, s.high, nr);

			cr_assert_float_eq(above, 0.025, 1e-9, "%zu of %zu: %g", yes, nr, above);
			cr_assert_float_eq(below, 0.025, 1e-9, "%zu of %zu: %g", yes, nr, below);
		}
}

Test(binomial, a_share_of_nothing_may_be_any)
{
	struct share s = binomial_share(0, 0, 0.95);

	cr_assert(isnan(s.share));
	cr_assert_eq(s.low, 0);
	cr_assert_eq(s.high, 1);
}

// For 1 of n the lower limit is 1 - 0.975^(1/n).
Test(binomial, a_billion_is_not_too_many)
{
	struct share s = binomial_share(1, 1000000000, 0.95);

	cr_assert_float_eq(s.low * 1e11, -expm1(log(0.975) / 1e9) * 1e11, 1e-5, "%.12g", s.low);
	cr_assert(s.low < s.share && s.share < s.high && s.high < 1e-8);
}

Test(binomial, sign_test_is_the_tail_of_fair_coins)
{
	static const struct {
		size_t nr_yes, nr;
		double p;
	} known[] = {
	    {0, 0, 1},
	    {0, 10, 1},
	    {5, 5, 0.03125},
	    {9, 10, 0.0107421875},
	    {10, 20, 0.588098526001},
	    {15, 20, 0.020694732666},
	    {60, 100, 0.0284439668205},
	    {20, 20, 9.53674316406e-7},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		cr_assert_float_eq(sign_test_p(known[i].nr_yes, known[i].nr) / known[i].p, 1, 1e-9,
				   "%zu of %zu", known[i].nr_yes, known[i].nr);
}
