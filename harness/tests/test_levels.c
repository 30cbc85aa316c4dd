// SPDX-License-Identifier: MIT

// Made-up duets in which only one level varies, and the table of an analysis of variance worked out
// by hand.

#include "harness/duet/levels.h"

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stddef.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define PAIRS	      20

// Three groups of 2, 3 and 1: means 2, 5 and 9, of all 28/6. Within: 2 + 2 over 3 degrees of
// freedom; between: 2 (2 - 14/3)^2 + 3 (5 - 14/3)^2 + (9 - 14/3)^2 = 100/3, over 2; n0 = (6 - 14/6)
// / 2 = 11/6.
static const double first[] = {1, 3}, second[] = {4, 5, 6}, third[] = {9};

static void add_three(struct levels *levels)
{
	levels_add(levels, first, LENGTH(first));
	levels_add(levels, second, LENGTH(second));
	levels_add(levels, third, LENGTH(third));
}

Test(levels, components_are_those_of_an_unbalanced_analysis_of_variance)
{
	struct levels levels = {0};
	struct components components;

	add_three(&levels);
	components = levels_components(&levels);
	cr_assert_eq(levels.nr_instances, 3);
	cr_assert_eq(levels.nr_rounds, 6);
	cr_assert_float_eq(levels.mean, 28. / 6, 1e-12);
	cr_assert_float_eq(components.rounds, 4. / 3, 1e-12);
	cr_assert_float_eq(components.instances, (50. / 3 - 4. / 3) / (11. / 6), 1e-12);
}

Test(levels, where_all_lies_far_from_0_nothing_is_lost)
{
	struct levels near = {0}, far = {0};
	double moved[3];

	add_three(&near);
	for (size_t i = 0; i < 3; i++)
		moved[i] = second[i] + 1e6;
	levels_add(&far, (double[]){1e6 + 1, 1e6 + 3}, 2);
	levels_add(&far, moved, 3);
	levels_add(&far, (double[]){1e6 + 9}, 1);
	cr_assert_float_eq(levels_components(&far).instances, levels_components(&near).instances,
			   1e-6);
}

Test(levels, what_cannot_be_told_is_nan)
{
	struct levels levels = {0};
	struct components components = levels_components(&levels);

	cr_assert(isnan(components.instances) && isnan(components.rounds));
	levels_add(&levels, NULL, 0);
	cr_assert_eq(levels.nr_instances, 0);
	levels_add(&levels, third, 1);
	levels_add(&levels, third, 1);
	components = levels_components(&levels);
	cr_assert(isnan(components.instances) && isnan(components.rounds), "a round each");
	levels = (struct levels){0};
	levels_add(&levels, first, 2);
	components = levels_components(&levels);
	cr_assert(isnan(components.instances), "one instance");
	cr_assert_eq(components.rounds, 2);
}

Test(levels, instances_that_differ_less_than_their_rounds_do_not_differ)
{
	struct levels levels = {0};

	levels_add(&levels, (double[]){-1, 1}, 2);
	levels_add(&levels, (double[]){-2, 2}, 2);
	cr_assert_eq(levels_components(&levels).instances, 0);
	cr_assert_eq(levels_components(&levels).rounds, 5);
}

// Standard deviations of the three levels.
struct made {
	double instance, round, pair;
};

static double draw_round(gsl_rng *random, double middle, double sd)
{
	double pairs[PAIRS];

	for (int i = 0; i < PAIRS; i++)
		pairs[i] = middle + gsl_ran_gaussian(random, sd);
	return gsl_stats_median(pairs, 1, PAIRS);
}

// The components of 4000 instances of one to five rounds.
static struct components components_of(const struct made *made)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	struct levels levels = {0};

	gsl_rng_set(random, 12);
	for (size_t i = 0; i < 4000; i++) {
		double instance = gsl_ran_gaussian(random, made->instance);
		double rounds[LEVELS_MOST_ROUNDS];
		size_t nr = 1 + gsl_rng_uniform_int(random, LEVELS_MOST_ROUNDS);

		for (size_t k = 0; k < nr; k++)
			rounds[k] = draw_round(
			    random, instance + gsl_ran_gaussian(random, made->round), made->pair);
		levels_add(&levels, rounds, nr);
	}
	gsl_rng_free(random);
	return levels_components(&levels);
}

// The median of 20 normal values has a variance of 0.0742 of theirs (near pi / 2 / 20, Cadwell,
// Biometrika 39, 1952): that is all the rounds have where only pairs differ.
Test(levels, finds_the_level_that_varies)
{
	const struct made only_pairs = {0, 0, 0.1}, only_rounds = {0, 0.1, 0},
			  only_instances = {0.1, 0, 0}, all = {0.08, 0.02, 0.1};
	struct components found = components_of(&only_pairs);

	cr_expect_float_eq(found.rounds, 0.0742e-2, 0.05e-3);
	cr_expect_lt(found.instances, 0.03e-3);
	found = components_of(&only_rounds);
	cr_expect_float_eq(found.rounds, 1e-2, 0.05e-2);
	cr_expect_lt(found.instances, 0.04e-2);
	found = components_of(&only_instances);
	cr_expect_lt(found.rounds, 1e-20);
	cr_expect_float_eq(found.instances, 1e-2, 0.07e-2);
	found = components_of(&all);
	cr_expect_float_eq(found.rounds, 0.04e-2 + 0.0742e-2, 0.06e-3);
	cr_expect_float_eq(found.instances, 0.64e-2, 0.05e-2);
}

// The variance that an instance of n rounds leaves for the time it takes.
static double price(const struct components *c, double start_ns, double round_ns, unsigned n)
{
	return (start_ns + n * round_ns) * (c->instances + c->rounds / n);
}

Test(levels, no_other_number_of_rounds_is_better)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	for (int again = 0; again < 2000; again++) {
		struct components c = {exp(gsl_ran_gaussian(random, 2)),
				       exp(gsl_ran_gaussian(random, 2))};
		double start_ns = exp(gsl_ran_gaussian(random, 2));
		unsigned best = levels_optimum(&c, start_ns, 1);

		cr_assert(best >= 1 && best <= LEVELS_MOST_ROUNDS);
		for (unsigned n = 1; n <= LEVELS_MOST_ROUNDS; n++)
			cr_assert_leq(price(&c, start_ns, 1, best),
				      price(&c, start_ns, 1, n) * (1 + 1e-12));
	}
	gsl_rng_free(random);
}

Test(levels, the_optimum_stays_within_its_limits)
{
	static const struct {
		struct components components;
		double start_ns, round_ns;
		unsigned rounds;
	} known[] = {
	    {{0, 1}, 1, 1, LEVELS_MOST_ROUNDS},	  /* a start tells nothing new */
	    {{1, 0}, 1, 1, 1},			  /* a round tells nothing new */
	    {{0, 0}, 1, 1, 1},			  /* nothing does */
	    {{NAN, NAN}, 1, 1, 1},		  /* nobody knows */
	    {{1, 1}, 9, 1, 3},			  /* sqrt(9) */
	    {{1, 1}, 1e9, 1, LEVELS_MOST_ROUNDS}, /* a start is dear */
	    {{1, 1}, 0, 1, 1},			  /* and costs nothing */
	    {{1, 1e9}, 1, 1, LEVELS_MOST_ROUNDS},
	    {{4, 16}, 4, 4, 2}, /* sqrt(4) */
	};

	for (size_t i = 0; i < LENGTH(known); i++)
		cr_expect_eq(
		    levels_optimum(&known[i].components, known[i].start_ns, known[i].round_ns),
		    known[i].rounds, "%zu", i);
}

Test(levels, the_pilot_has_two_rounds_each)
{
	struct levels levels = {0};

	for (unsigned i = 0; i < LEVELS_PILOT; i++) {
		cr_expect_eq(levels_next(&levels, 1, 1), LEVELS_PILOT_ROUNDS);
		levels_add(&levels, (double[]){i, i + 1e-3}, 2);
	}
	cr_expect_eq(levels_next(&levels, 1, 1), 1, "instances differ");
	levels = (struct levels){0};
	for (unsigned i = 0; i < LEVELS_PILOT; i++)
		levels_add(&levels, (double[]){-1 - (double)i, 1 + i}, 2);
	cr_expect_eq(levels_next(&levels, 1, 1), LEVELS_MOST_ROUNDS, "rounds differ");
}
