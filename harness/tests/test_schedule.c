// SPDX-License-Identifier: MIT

#include "harness/plan/plan.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

Test(schedule, each_block_is_a_permutation)
{
	enum {
		CASES = 37,
		BLOCKS = 50
	};
	uint32_t *order = schedule_create(CASES, BLOCKS, 7);

	for (size_t block = 0; block < BLOCKS; block++) {
		bool seen[CASES] = {false};

		for (size_t i = 0; i < CASES; i++) {
			uint32_t index = order[block * CASES + i];

			cr_assert_lt(index, (uint32_t)CASES);
			cr_assert_not(seen[index], "block %zu has case %u twice", block, index);
			seen[index] = true;
		}
	}
	free(order);
}

Test(schedule, one_case_is_always_first)
{
	uint32_t *order = schedule_create(1, 3, 1);

	cr_assert_arr_eq(order, ((uint32_t[]){0, 0, 0}), 3 * sizeof *order);
	free(order);
}

// Fixed for ever: a seed in an old run.json must give the same order again.
Test(schedule, seed_42_is_this_order)
{
	static const uint32_t expected[] = {4, 2, 5, 3, 1, 0, 0, 2, 3, 4, 1, 5, 0, 5, 2, 3, 4, 1};
	uint32_t *order = schedule_create(6, 3, 42);
	char shown[256] = "";

	for (size_t i = 0; i < 18; i++)
		sprintf(shown + strlen(shown), "%u, ", order[i]);
	cr_assert_arr_eq(order, expected, sizeof expected, "%s", shown);
	free(order);
}

Test(schedule, same_seed_same_order_and_more_blocks_only_append)
{
	uint32_t *few = schedule_create(20, 5, 99), *many = schedule_create(20, 50, 99);

	cr_assert_arr_eq(few, many, 100 * sizeof *few);
	free(few);
	free(many);
}

// Also seeds that differ only in bits that the generator itself would not look at, and 4357, which
// it takes for 0.
Test(schedule, other_seed_other_order)
{
	static const uint64_t seeds[] = {0,
					 1,
					 2,
					 42,
					 4357,
					 (uint64_t)1 << 32,
					 ((uint64_t)1 << 32) + 1,
					 (uint64_t)1 << 52,
					 (uint64_t)1 << 53};
	enum {
		SEEDS = sizeof seeds / sizeof seeds[0],
		CASES = 20
	};
	uint32_t *order[SEEDS];

	for (size_t i = 0; i < SEEDS; i++)
		order[i] = schedule_create(CASES, 2, seeds[i]);
	for (size_t i = 0; i < SEEDS; i++)
		for (size_t j = 0; j < i; j++)
			cr_expect(memcmp(order[i], order[j], 2 * CASES * sizeof **order),
				  "seeds %lu and %lu", seeds[i], seeds[j]);
	for (size_t i = 0; i < SEEDS; i++)
		free(order[i]);
}

Test(schedule, blocks_differ)
{
	uint32_t *order = schedule_create(20, 2, 5);

	cr_assert_arr_neq(order, order + 20, 20 * sizeof *order);
	free(order);
}

enum {
	CELLS = 8,
	SHUFFLES = 8000
};

// Pearson's chi-square of "case i stands at position j" over many blocks.
static double chi_square(const uint32_t *order)
{
	const double expected = (double)SHUFFLES / CELLS;
	unsigned found[CELLS][CELLS] = {{0}};
	double sum = 0;

	for (size_t i = 0; i < (size_t)SHUFFLES * CELLS; i++)
		found[order[i]][i % CELLS]++;
	for (size_t i = 0; i < CELLS * CELLS; i++) {
		double d = found[i / CELLS][i % CELLS] - expected;

		sum += d * d / expected;
	}
	return sum;
}

// Rows and columns of the table sum up to a constant, which leaves (8 - 1)^2 degrees of freedom
// (for permutation matrices the sum is scaled by (n - 1) / n). The seed is fixed, so this either
// always passes or never.
static bool looks_uniform(const uint32_t *order)
{
	double scaled = chi_square(order) * (CELLS - 1) / CELLS;
	double p = gsl_cdf_chisq_Q(scaled, (CELLS - 1) * (CELLS - 1));

	return p > 0.001 && p < 0.999;
}

Test(schedule, positions_are_uniform)
{
	uint32_t *order = schedule_create(CELLS, SHUFFLES, 20240229);

	cr_assert(looks_uniform(order), "chi-square %g", chi_square(order));
	free(order);
}

// The naive shuffle that swaps each position with any other one is biased; the test must see that.
Test(schedule, a_biased_shuffle_does_not_pass)
{
	uint32_t *order = calloc((size_t)SHUFFLES * CELLS, sizeof *order);

	srandom(1);
	for (size_t block = 0; block < SHUFFLES; block++) {
		uint32_t *o = order + block * CELLS;

		for (uint32_t i = 0; i < CELLS; i++)
			o[i] = i;
		for (size_t i = 0; i < CELLS; i++) {
			size_t j = (size_t)random() % CELLS;
			uint32_t swapped = o[i];

			o[i] = o[j];
			o[j] = swapped;
		}
	}
	cr_assert_not(looks_uniform(order), "chi-square %g", chi_square(order));
	free(order);
}
