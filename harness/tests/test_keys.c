// SPDX-License-Identifier: MIT

// Key tables: which cells a pattern chooses, and that each has the right lock.

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "benches/catalog.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "harness/complaint.h"
#include "harness/plan/case.h"
#include "harness/trial/keys.h"
#include "harness/trial/tasks.h"

#define SLOTS 64

// The table that `task` draws for a pattern on `structure` under a mutex of that granularity.
static struct key *draw(const char *structure, const char *pattern, const char *granularity,
			unsigned task, uint64_t seed, struct extent *extent)
{
	struct case_spec spec = {
	    .structure = catalog_find_structure(structure),
	    .strategy = catalog_find_strategy("mutex"),
	    .task = task_kind_find("thread"),
	    .count = 4,
	    .slots = SLOTS,
	};
	struct key_source *source;
	struct complaint c;
	struct key *keys;

	cr_assert_eq(pattern_parse(&spec.pattern, pattern, &c), 0, "%s", c.text);
	cr_assert_eq(granularity_parse(&spec.granularity, granularity, &c), 0, "%s", c.text);
	*extent = (struct extent){.slots = SLOTS,
				  .stride_bytes = spec.pattern.stride_bytes,
				  .keys = keys_size(&spec),
				  .cell_bytes = 8,
				  .nr_tasks = 4};
	source = key_source_create(&spec, extent, 2);
	keys = calloc(extent->keys, sizeof *keys);
	keys_draw(source, task, seed, keys);
	key_source_destroy(source);
	return keys;
}

Test(keys, are_one_cell_where_the_pattern_is)
{
	static const struct {
		const char *structure, *pattern;
		unsigned cell_of_task_3;
	} cases[] = {
	    {"array", "same", 0},     {"array", "own", 3 * 8}, {"array", "own:64", 3 * 64},
	    {"hashtable", "same", 0}, {"hashtable", "own", 3},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct extent extent;
		struct key *keys =
		    draw(cases[i].structure, cases[i].pattern, "global", 3, 1, &extent);

		cr_expect_eq(extent.keys, 1);
		cr_expect_eq(keys[0].cell, cases[i].cell_of_task_3, "%s %s", cases[i].structure,
			     cases[i].pattern);
		cr_expect_eq(keys[0].guard, 0);
		free(keys);
	}
}

// How often each of the SLOTS keys was drawn in `rounds` tables.
static void histogram(const char *pattern, unsigned rounds, double *share)
{
	double nr = 0;

	for (unsigned i = 0; i < SLOTS; i++)
		share[i] = 0;
	for (unsigned r = 0; r < rounds; r++) {
		struct extent extent;
		struct key *keys = draw("hashtable", pattern, "global", 0, r + 1, &extent);

		for (uint64_t i = 0; i < extent.keys; i++)
			share[keys[i].cell]++;
		nr += (double)extent.keys;
		free(keys);
	}
	for (unsigned i = 0; i < SLOTS; i++)
		share[i] /= nr;
}

Test(keys, are_spread_evenly_by_uniform)
{
	double share[SLOTS];

	histogram("uniform", 100, share);
	for (unsigned i = 0; i < SLOTS; i++) /* 6 sigma of 102,400 draws: 0.0023 */
		cr_expect_float_eq(share[i], 1.0 / SLOTS, 0.0024, "key %u: %g", i, share[i]);
}

Test(keys, follow_zipfs_law)
{
	double share[SLOTS], sum = 0;

	histogram("zipf:1", 100, share);
	for (unsigned k = 1; k <= SLOTS; k++)
		sum += 1.0 / k;
	for (unsigned k = 1; k <= SLOTS; k++) {
		double expected = 1 / (k * sum);
		double sigma = sqrt(expected * (1 - expected) / 102400);

		cr_expect_float_eq(share[k - 1], expected, 6 * sigma, "key %u: %g, expected %g", k,
				   share[k - 1], expected);
	}
}

Test(keys, are_the_same_for_the_same_seed_only)
{
	struct extent extent;
	struct key *a = draw("array", "uniform", "global", 0, 7, &extent);
	struct key *b = draw("array", "uniform", "global", 0, 7, &extent);
	struct key *other = draw("array", "uniform", "global", 0, 8, &extent);

	cr_expect_arr_eq(a, b, extent.keys * sizeof *a);
	cr_expect_arr_neq(a, other, extent.keys * sizeof *a);
	free(a);
	free(b);
	free(other);
}

Test(keys, have_the_lock_of_their_cell)
{
	struct extent extent;
	struct key *striped = draw("array", "uniform", "striped:5", 0, 1, &extent);
	struct key *each = draw("array", "uniform", "each", 0, 1, &extent);

	for (uint64_t i = 0; i < extent.keys; i++) {
		/* locks lie two cache lines apart here */
		cr_expect_eq(striped[i].guard, striped[i].cell / 8 % 5 * 2);
		cr_expect_eq(each[i].guard, each[i].cell / 8 * 2);
	}
	free(striped);
	free(each);
}
