// SPDX-License-Identifier: MIT

// Sorted by all other axes, cases that those cannot tell apart are neighbours.

#include "harness/data/told.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right, void *context)
{
	const struct row *const *a = left, *const *b = right;
	const bool *shown = context;
	int order = 0;

	for (int id = 0; id < NR_COLUMNS && !order; id++)
		if (shown[id] && column_is_axis(id))
			order = column_compare(id, *a, *b);
	return order;
}

bool axis_is_told(const struct summary *summary, const bool shown[NR_COLUMNS], enum column_id axis)
{
	const struct row **axes = calloc(summary->nr_cases + 1, sizeof *axes);
	bool others[NR_COLUMNS], told = axes != NULL;

	memcpy(others, shown, sizeof others);
	others[axis] = false;
	for (size_t i = 0; i < summary->nr_cases && told; i++)
		axes[i] = summary->cases[i].axes;
	if (told)
		qsort_r(axes, summary->nr_cases, sizeof *axes, compare, others);
	for (size_t i = 1; i < summary->nr_cases && told; i++)
		told = compare(&axes[i - 1], &axes[i], others) != 0 ||
		       column_compare(axis, axes[i - 1], axes[i]) == 0;
	free(axes);
	return told;
}
