// SPDX-License-Identifier: MIT

// Exact p-values are those of all orders, enumerated here for small samples and by Python's
// fractions (the product formula of the Gaussian binomials) for large ones; normal ones were
// computed with its math.erfc.

#include "harness/statistics/ranks.h"

#include <criterion/criterion.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

// 1..nr_a+nr_b dealt out by the bits of `mask`; returns how many are a's.
static size_t deal(unsigned mask, size_t n, double *a, double *b)
{
	size_t nr_a = 0, nr_b = 0;

	for (size_t i = 0; i < n; i++)
		if (mask & 1u << i)
			a[nr_a++] = (double)i;
		else
			b[nr_b++] = (double)i;
	return nr_a;
}

static size_t nr_above(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	size_t above = 0;

	for (size_t i = 0; i < nr_a; i++)
		for (size_t k = 0; k < nr_b; k++)
			above += a[i] > b[k];
	return above;
}

static double p_by_enumeration(size_t nr_a, size_t nr_b, size_t above)
{
	size_t fewer = above < nr_a * nr_b - above ? above : nr_a * nr_b - above, some = 0, all = 0;
	double a[10], b[10];

	for (unsigned mask = 0; mask < 1u << (nr_a + nr_b); mask++)
		if (deal(mask, nr_a + nr_b, a, b) == nr_a) {
			all++;
			some += nr_above(a, nr_a, b, nr_b) <= fewer;
		}
	return fmin(1, 2 * (double)some / (double)all);
}

Test(ranks, exact_p_is_that_of_all_orders)
{
	for (size_t n = 2; n <= 9; n++)
		for (unsigned mask = 1; mask < (1u << n) - 1; mask += 3) {
			double a[10], b[10], p;
			size_t nr_a = deal(mask, n, a, b);

			p = p_by_enumeration(nr_a, n - nr_a, nr_above(a, nr_a, b, n - nr_a));
			cr_assert_float_eq(mann_whitney_p(a, nr_a, b, n - nr_a), p, 1e-12,
					   "%zu and %zu", nr_a, n - nr_a);
		}
}

// Two samples in which exactly `above` pairs have a's value above b's: whole columns of b first,
// then one value of a in between.
static double p_of(size_t nr_a, size_t nr_b, size_t above)
{
	double a[64], b[64];

	for (size_t i = 0; i < nr_b; i++)
		b[i] = (double)(i + 1);
	for (size_t i = 0; i < nr_a; i++) {
		size_t mine = above < nr_b ? above : nr_b;

		a[i] = (double)mine + 0.5 + (double)i / 1000;
		above -= mine;
	}
	cr_assert_eq(above, 0);
	return mann_whitney_p(a, nr_a, b, nr_b);
}

// Both sides of the critical values at 0.05 in the usual tables (Auble, Bulletin of the Institute
// of Educational Research 1, 1953): 2, 13, 23, 64, 55 and 127.
Test(ranks, critical_values_are_those_of_the_tables)
{
	static const struct {
		size_t nr_a, nr_b, above;
		double p;
	} known[] = {
	    {5, 5, 2, 0.031746031746},
	    {5, 5, 3, 0.0555555555556},
	    {8, 8, 13, 0.0498834498834},
	    {8, 8, 14, 0.0649572649573},
	    {10, 10, 23, 0.043257052545},
	    {10, 10, 24, 0.0524259022711},
	    {15, 15, 64, 0.0453338990979},
	    {15, 15, 65, 0.0502223733335},
	    {20, 10, 55, 0.0490310289411},
	    {20, 10, 56, 0.0546137187816},
	    {20, 20, 127, 0.0490903251894},
	    {20, 20, 128, 0.0523995218728},
	    {20, 20, 0, 1.45088891038e-11},
	    {20, 20, 200, 1},
	    {1, 19, 0, 0.1},
	    {3, 4, 0, 0.0571428571429},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		double p = p_of(known[i].nr_a, known[i].nr_b, known[i].above);

		cr_assert_float_eq(p / known[i].p, 1, 1e-10, "%zu: %.12g", i, p);
		p = p_of(known[i].nr_a, known[i].nr_b,
			 known[i].nr_a * known[i].nr_b - known[i].above);
		cr_assert_float_eq(p / known[i].p, 1, 1e-10, "%zu: %.12g", i, p);
	}
}

// Hollander and Wolfe, Nonparametric Statistical Methods (1973), p. 69: 35 pairs of 50, one-sided
// 0.127.
Test(ranks, the_permeability_of_membranes)
{
	const double term[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
	const double early[] = {1.15, 0.88, 0.90, 0.74, 1.21};

	cr_assert_float_eq(mann_whitney_p(term, 10, early, 5), 0.254412254412, 1e-12);
	cr_assert_float_eq(cliffs_delta(term, 10, early, 5), (35. - 15) / 50, 1e-12);
}

Test(ranks, ties_and_large_samples_take_the_normal_distribution)
{
	const double a[] = {3, 1, 2, 5, 2}, b[] = {4, 6, 2, 5, 4, 6};
	double up[35], late[35];

	cr_assert_float_eq(mann_whitney_p(a, 5, b, 6), 0.094929292594, 1e-11);
	for (size_t i = 0; i < 35; i++) {
		up[i] = (double)i;
		late[i] = (double)i + 3.5;
	}
	cr_assert_float_eq(mann_whitney_p(up, 21, late, 21), 0.0919047543288, 1e-11);
	for (size_t i = 0; i < 35; i++)
		late[i] += 7;
	cr_assert_float_eq(mann_whitney_p(up, 5, late, 30), 0.000444808783056, 1e-11);
}

Test(ranks, nothing_to_tell_apart_gives_1)
{
	const double same[] = {2, 2, 2}, odd[] = {1, 2, 3};

	cr_assert_eq(mann_whitney_p(NULL, 0, odd, 3), 1);
	cr_assert_eq(mann_whitney_p(odd, 3, NULL, 0), 1);
	cr_assert_eq(mann_whitney_p(same, 3, same, 3), 1);
	cr_assert_eq(mann_whitney_p(odd, 3, odd, 3), 1);
	cr_assert(isnan(cliffs_delta(NULL, 0, odd, 3)));
	cr_assert(isnan(cliffs_delta(odd, 3, NULL, 0)));
	cr_assert_eq(cliffs_delta(same, 3, same, 3), 0);
}

// Whole numbers up to 30, so that many are equal; the pairs are counted one by one.
Test(ranks, cliffs_delta_is_the_share_of_pairs_above_less_those_below)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(random, 1993);
	for (int draw = 0; draw < 200; draw++) {
		size_t nr_a = 1 + gsl_rng_uniform_int(random, 40);
		size_t nr_b = 1 + gsl_rng_uniform_int(random, 40);
		double a[40], b[40], kept[40], delta;

		for (size_t i = 0; i < 40; i++) {
			a[i] = (double)gsl_rng_uniform_int(random, 30);
			b[i] = (double)gsl_rng_uniform_int(random, 30);
		}
		memcpy(kept, a, sizeof a);
		delta = (double)nr_above(a, nr_a, b, nr_b) - (double)nr_above(b, nr_b, a, nr_a);
		delta /= (double)(nr_a * nr_b);
		cr_assert_float_eq(cliffs_delta(a, nr_a, b, nr_b), delta, 1e-12);
		cr_assert_float_eq(cliffs_delta(b, nr_b, a, nr_a), -delta, 1e-12);
		cr_assert_float_eq(mann_whitney_p(a, nr_a, b, nr_b),
				   mann_whitney_p(b, nr_b, a, nr_a), 1e-12);
		cr_assert_arr_eq(a, kept, sizeof a);
	}
	gsl_rng_free(random);
}
