// SPDX-License-Identifier: MIT

// Equal ones are found as neighbours in sorted order.

#include "harness/data/twice.h"

#include <stdbool.h>
#include <stdlib.h>

static int compare_trials(const struct row *a, const struct row *b)
{
	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	return (a->position > b->position) - (a->position < b->position);
}

static int compare_trials_and_age(const void *left, const void *right)
{
	const struct row *a = *(const struct row *const *)left;
	const struct row *b = *(const struct row *const *)right;
	int order = compare_trials(a, b);

	return order ? order : (a > b) - (a < b);
}

static bool in_order(const struct rows *rows)
{
	for (size_t i = 1; i < rows->nr_rows; i++)
		if (compare_trials(&rows->row[i - 1], &rows->row[i]) >= 0)
			return false;
	return true;
}

static bool same_trial(const struct row *a, const struct row *b)
{
	return a->block != COUNT_EMPTY && a->position != COUNT_EMPTY && !compare_trials(a, b);
}

int twice_find(const struct rows *rows, size_t *first, size_t *second)
{
	const struct row **sorted;
	size_t nr = rows->nr_rows;

	if (in_order(rows))
		return 0;
	sorted = calloc(nr, sizeof *sorted);
	if (!sorted)
		return -1;
	for (size_t i = 0; i < nr; i++)
		sorted[i] = &rows->row[i];
	qsort(sorted, nr, sizeof *sorted, compare_trials_and_age);
	*second = nr;
	for (size_t i = 1; i < nr; i++) {
		size_t later = (size_t)(sorted[i] - rows->row);

		if (later < *second && same_trial(sorted[i - 1], sorted[i])) {
			*first = (size_t)(sorted[i - 1] - rows->row);
			*second = later;
		}
	}
	free(sorted);
	return *second < nr;
}
