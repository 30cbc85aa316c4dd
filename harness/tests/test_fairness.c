// SPDX-License-Identifier: MIT

#include "harness/statistics/fairness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stddef.h>

Test(fairness, jain_index_is_that_of_the_paper)
{
	static const struct {
		double values[5];
		size_t n;
		double index;
	} known[] = {
	    {{7, 7, 7, 7}, 4, 1}, {{1, 0, 0, 0}, 4, 0.25},
	    {{0, 0, 0}, 3, 1},	  {{1, 2, 3, 4, 5}, 5, 9. / 11},
	    {{5}, 1, 1},	  {{1, 3}, 2, 0.8},
	    {{1e9, 3e9}, 2, 0.8},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		cr_assert_float_eq(jain_index(known[i].values, known[i].n), known[i].index, 1e-12,
				   "%zu", i);
	cr_assert(isnan(jain_index(NULL, 0)));
}
