// SPDX-License-Identifier: MIT

// Thousands of duets with a true ratio that is known, stopped as duet.c stops: how many of the
// intervals they report hold it. And the rule that is not used, to see that such a simulation finds
// out.

#include "harness/duet/stopping.h"

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/duet/levels.h"
#include "harness/statistics/estimate.h"
#include "harness/verdict/judge.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define PAIRS	      20
#define START_NS      16e6 /* of both sides */
#define ROUND_NS      30e6
#define BUDGET_NS     5e9
#define MOST_VALUES   400
#define LEAST	      0.94

TestSuite(stopping, .timeout = 300);

Test(stopping, looks_are_few_and_spend_what_there_is)
{
	double spent = STOPPING_LAST;
	size_t nr_looks = 0;

	for (size_t nr = 0; nr <= 100000; nr++) {
		spent += stopping_share(nr);
		nr_looks += stopping_share(nr) > 0;
	}
	cr_expect_eq(nr_looks, 13, "20, 40, 80 ... 81920");
	cr_expect_leq(spent, 1);
	cr_expect_float_eq(spent, 1, 1e-3);
	cr_expect_eq(stopping_share(0), 0);
	cr_expect_eq(stopping_share(19), 0);
	cr_expect_float_eq(stopping_share(20), 0.1, 1e-12);
	cr_expect_float_eq(stopping_share(40), 0.05, 1e-12);
}

Test(stopping, needs_a_look_and_a_narrow_interval)
{
	double values[40];

	for (int i = 0; i < 40; i++)
		values[i] = 1 + i * 1e-4;
	cr_expect(stopping_enough(values, 20, 0.01));
	cr_expect(stopping_enough(values, 40, 0.01));
	cr_expect_not(stopping_enough(values, 39, 0.01), "no look");
	cr_expect_not(stopping_enough(values, 19, 0.01), "too early");
	cr_expect_not(stopping_enough(values, 20, 0.0001), "too wide");
}

// Standard deviations of the logarithm of a ratio, level by level.
struct made {
	double instance, round, pair;
};

// One instance of so many rounds; its rounds' medians go to `levels`. Returns its value.
static double draw_instance(gsl_rng *random, const struct made *made, unsigned nr_rounds,
			    struct levels *levels)
{
	double logs[LEVELS_MOST_ROUNDS * PAIRS], rounds[LEVELS_MOST_ROUNDS];
	double instance = gsl_ran_gaussian(random, made->instance);

	for (unsigned i = 0; i < nr_rounds; i++) {
		double middle = instance + gsl_ran_gaussian(random, made->round);

		for (int k = 0; k < PAIRS; k++)
			logs[i * PAIRS + k] =
			    middle + gsl_ran_gaussian_ziggurat(random, made->pair);
		rounds[i] = gsl_stats_median(logs + i * PAIRS, 1, PAIRS);
	}
	levels_add(levels, rounds, nr_rounds);
	return exp(gsl_stats_median(logs, 1, nr_rounds * PAIRS));
}

// The interval that a duet reports of two equal sides.
static struct estimate simulate(gsl_rng *random, const struct made *made, double precision)
{
	double values[MOST_VALUES], left_ns = BUDGET_NS;
	struct levels levels = {0};
	size_t nr = 0;

	while (left_ns > 0) {
		unsigned nr_rounds = levels_next(&levels, START_NS, ROUND_NS);

		values[nr++] = draw_instance(random, made, nr_rounds, &levels);
		left_ns -= START_NS + nr_rounds * ROUND_NS;
		if (stopping_enough(values, nr, precision))
			return judge_interval(values, nr, stopping_share(nr));
	}
	return judge_interval(values, nr, STOPPING_LAST);
}

// How many of so many duets are right; *nr_early how many stopped before their budget was spent.
static double coverage(const struct made *made, double precision, int nr_duets, int *nr_early)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	int nr_right = 0;

	gsl_rng_set(random, 20261125);
	*nr_early = 0;
	for (int i = 0; i < nr_duets; i++) {
		struct estimate ratio = simulate(random, made, precision);

		nr_right += ratio.low <= 1 && 1 <= ratio.high;
		*nr_early += ratio.high - ratio.low <= precision * ratio.median;
	}
	gsl_rng_free(random);
	return (double)nr_right / nr_duets;
}

// Precisions at which none, some and nearly all of these duets stop early.
Test(stopping, the_interval_of_a_duet_is_right_as_often_as_it_says)
{
	static const struct made differing = {0.08, 0.02, 0.1}, alike = {0, 0.02, 0.1};
	static const struct {
		const struct made *made;
		double precision;
	} known[] = {
	    {&differing, 0.01}, {&differing, 0.06}, {&differing, 0.10}, {&alike, 0.01},
	    {&alike, 0.015},	{&alike, 0.02},	    {&alike, 0.04},
	};
	int nr_some = 0;

	for (size_t i = 0; i < LENGTH(known); i++) {
		int nr_early;
		double share = coverage(known[i].made, known[i].precision, 2000, &nr_early);

		cr_expect_geq(share, LEAST, "%zu: %g, %d early", i, share, nr_early);
		nr_some += nr_early > 100 && nr_early < 1900;
	}
	cr_expect_geq(nr_some, 2, "the rule was hardly tried");
}

// Instances as they come, without their levels: the rule alone is tried, with any distribution
// whose median is 0. Where they fall into two camps, a narrow interval is one that lies in one of
// them.
enum distribution {
	NORMAL,
	LAPLACE,
	SKEWED,
	HEAVY,
	CAMPS,
	NR_DISTRIBUTIONS,
};

static double draw(gsl_rng *random, enum distribution distribution)
{
	switch (distribution) {
	case NORMAL:
		return gsl_ran_gaussian(random, 1);
	case LAPLACE:
		return gsl_ran_laplace(random, 1);
	case SKEWED:
		return gsl_ran_exponential(random, 1) - M_LN2;
	case HEAVY:
		return gsl_ran_tdist(random, 2);
	default:
		return (gsl_rng_uniform_int(random, 2) ? 1 : -1) + gsl_ran_gaussian(random, 0.1);
	}
}

// Whether it is enough, and if so, or if these are all, the interval: by our rule.
static bool ends_by_rule(double *values, size_t nr, bool last, double precision,
			 struct estimate *ratio)
{
	bool enough = stopping_enough(values, nr, precision);

	if (enough || last)
		*ratio = judge_interval(values, nr, enough ? stopping_share(nr) : STOPPING_LAST);
	return enough || last;
}

// By looking at a 95 % interval each time.
static bool ends_greedily(double *values, size_t nr, bool last, double precision,
			  struct estimate *ratio)
{
	if (nr < STOPPING_FIRST)
		return false;
	*ratio = judge_interval(values, nr, 1);
	return last || ratio->high - ratio->low <= precision * ratio->median;
}

typedef bool ends_fn(double *values, size_t nr, bool last, double precision, struct estimate *);

static bool is_right(gsl_rng *random, enum distribution distribution, double precision,
		     ends_fn *ends)
{
	enum {
		MIDDLE = 100, /* far from 0, so that the width is one of its shares */
		MOST = 170
	};
	double values[MOST];
	struct estimate ratio = {0};
	size_t nr = 0;

	do {
		values[nr++] = MIDDLE + draw(random, distribution);
	} while (!ends(values, nr, nr == MOST, precision / MIDDLE, &ratio));
	return ratio.low <= MIDDLE && MIDDLE <= ratio.high;
}

// The least share of right intervals over precisions from a fraction of a standard deviation on.
static double least_coverage(enum distribution distribution, int nr_duets, ends_fn *ends)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	double least = 1;

	for (double precision = 0.25; precision < 2; precision *= 1.6) {
		int nr_right = 0;

		gsl_rng_set(random, 7);
		for (int i = 0; i < nr_duets; i++)
			nr_right += is_right(random, distribution, precision, ends);
		least = fmin(least, (double)nr_right / nr_duets);
	}
	gsl_rng_free(random);
	return least;
}

Test(stopping, no_distribution_leads_it_astray)
{
	for (int i = 0; i < NR_DISTRIBUTIONS; i++) {
		double least = least_coverage(i, 1000, ends_by_rule);

		cr_expect_geq(least, LEAST, "distribution %d: %g", i, least);
	}
}

Test(stopping, whoever_looks_all_the_time_is_wrong_too_often)
{
	cr_expect_lt(least_coverage(CAMPS, 200, ends_greedily), 0.8);
	cr_expect_lt(least_coverage(NORMAL, 600, ends_greedily), LEAST);
}
