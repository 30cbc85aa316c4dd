// SPDX-License-Identifier: MIT

#include "harness/data/twice.h"

#include <criterion/criterion.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/data/rows.h"

#define E COUNT_EMPTY

struct known {
	int64_t trials[6][2]; /* block and position of each row */
	size_t nr;
	int found;
	size_t first, second;
};

static const struct known known[] = {
    {{{0}}, 0, 0, 0, 0},
    {{{0, 0}}, 1, 0, 0, 0},
    {{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, 4, 0, 0, 0},
    {{{0, 1}, {0, 0}, {2, 1}, {1, 1}}, 4, 0, 0, 0},
    {{{0, 0}, {0, 0}}, 2, 1, 0, 1},
    {{{0, 0}, {0, 1}, {1, 0}, {0, 0}}, 4, 1, 0, 3},
    {{{0, 1}, {0, 0}, {1, 0}, {0, 0}, {0, 1}}, 5, 1, 1, 3}, /* the earlier second one */
    {{{3, 3}, {3, 3}, {3, 3}}, 3, 1, 0, 1},
    {{{E, 0}, {E, 0}, {0, E}, {0, E}, {E, E}, {E, E}}, 6, 0, 0, 0},
};

Test(twice, the_first_row_that_repeats_one_is_found)
{
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct row row[6];
		struct rows rows = {.row = row, .nr_rows = known[i].nr};
		size_t first = 0, second = 0;

		for (size_t r = 0; r < rows.nr_rows; r++) {
			row_init(&row[r]);
			row[r].block = known[i].trials[r][0];
			row[r].position = known[i].trials[r][1];
		}
		cr_assert_eq(twice_find(&rows, &first, &second), known[i].found, "%zu", i);
		cr_assert(!known[i].found || (first == known[i].first && second == known[i].second),
			  "%zu: %zu, %zu", i, first, second);
	}
}
