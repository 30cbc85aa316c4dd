// SPDX-License-Identifier: MIT

#include "harness/statistics/family.h"

#include <criterion/criterion.h>
#include <gsl/gsl_rng.h>
#include <stddef.h>

// The example of Wikipedia's "Holm-Bonferroni method": at 0.05 the first and the last are rejected.
Test(family, the_usual_example)
{
	double p[] = {0.01, 0.04, 0.03, 0.005};
	const double adjusted[] = {0.03, 0.06, 0.06, 0.02};

	holm_adjust(p, 4);
	for (size_t i = 0; i < 4; i++)
		cr_assert_float_eq(p[i], adjusted[i], 1e-15, "%zu: %g", i, p[i]);
}

Test(family, none_is_above_1_and_equal_ones_stay_equal)
{
	double p[] = {0.5, 0.02, 0.9, 0.02, 1};

	holm_adjust(p, 5);
	cr_assert_float_eq(p[1], 0.1, 1e-15);
	cr_assert_float_eq(p[3], 0.1, 1e-15);
	cr_assert_eq(p[0], 1);
	cr_assert_eq(p[2], 1);
	cr_assert_eq(p[4], 1);
}

Test(family, one_is_left_as_it_is_and_none_is_no_trouble)
{
	double p[] = {0.04};

	holm_adjust(p, 1);
	cr_assert_eq(p[0], 0.04);
	holm_adjust(NULL, 0);
}

// 36 true hypotheses, their p-values uniform: the smallest survives in 1 - (1 - 0.05 / 36)^36, 4.9
// %, of all families; three standard deviations of 4000.
Test(family, few_families_of_true_hypotheses_have_a_rejection)
{
	enum {
		FAMILIES = 4000,
		SIZE = 36
	};
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	int rejected = 0;

	gsl_rng_set(random, 1979);
	for (int family = 0; family < FAMILIES; family++) {
		double p[SIZE];
		int any = 0;

		for (int i = 0; i < SIZE; i++)
			p[i] = gsl_rng_uniform(random);
		holm_adjust(p, SIZE);
		for (int i = 0; i < SIZE; i++)
			any |= p[i] <= 0.05;
		rejected += any;
	}
	gsl_rng_free(random);
	cr_assert_float_eq((double)rejected / FAMILIES, 0.049, 0.0103, "%d", rejected);
}
