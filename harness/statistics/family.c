// SPDX-License-Identifier: MIT

// Holm's step-down procedure.

#include "harness/statistics/family.h"

#include <assert.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <stdlib.h>

void holm_adjust(double *p, size_t n)
{
	size_t *order = calloc(n + 1, sizeof *order);
	double highest = 0;

	assert(order);
	gsl_sort_index(order, p, 1, n);
	for (size_t i = 0; i < n; i++) {
		/* never below that of a smaller one: who fails there, fails here */
		highest = GSL_MAX_DBL(highest, p[order[i]] * (double)(n - i));
		p[order[i]] = GSL_MIN_DBL(1, highest);
	}
	free(order);
}
