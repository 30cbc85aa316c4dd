// SPDX-License-Identifier: MIT

// Pairs of trials: the same case with the other kind of tasks, in the same block.

#include "harness/figure/beside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct sample {
	int64_t block;
	double throughput;
};

static const char *opposite(const char *task)
{
	if (strcmp(task, "thread") == 0)
		return "process";
	return strcmp(task, "process") == 0 ? "thread" : NULL;
}

const struct case_summary *beside_find(const struct summary *summary, const struct case_summary *of)
{
	struct row wanted = *of->axes;

	wanted.task = opposite(of->axes->task);
	if (!wanted.task)
		return NULL;
	for (size_t i = 0; i < summary->nr_cases; i++)
		if (row_same_case(summary->cases[i].axes, &wanted))
			return &summary->cases[i];
	return NULL;
}

static int by_block(const void *a, const void *b)
{
	int64_t x = ((const struct sample *)a)->block, y = ((const struct sample *)b)->block;

	return (x > y) - (x < y);
}

// The measured trials of one case, in the order of blocks. Returns how many.
static size_t samples(struct sample *out, const struct rows *rows, const struct row *axes)
{
	size_t nr = 0;

	for (size_t i = 0; i < rows->nr_rows; i++) {
		const struct row *row = &rows->row[i];

		/* the count first: it rules out most rows, and is cheaper than words */
		if (row->count == axes->count && row->throughput_per_s > 0 &&
		    outcome_find(row->outcome) == OUTCOME_OK && row_same_case(row, axes))
			out[nr++] = (struct sample){row->block, row->throughput_per_s};
	}
	qsort(out, nr, sizeof *out, by_block);
	return nr;
}

static size_t ratios(double *out, const struct sample *a, size_t nr_a, const struct sample *b,
		     size_t nr_b)
{
	size_t nr = 0;

	for (size_t i = 0, j = 0; i < nr_a && j < nr_b;) {
		if (a[i].block == b[j].block)
			out[nr++] = a[i++].throughput / b[j++].throughput;
		else if (a[i].block < b[j].block)
			i++;
		else
			j++;
	}
	return nr;
}

int beside_ratio(struct estimate *ratio, const struct rows *rows, const struct case_summary *of,
		 const struct case_summary *to)
{
	struct sample *a = calloc(rows->nr_rows + 1, sizeof *a);
	struct sample *b = calloc(rows->nr_rows + 1, sizeof *b);
	double *quotients = calloc(rows->nr_rows + 1, sizeof *quotients);
	int result = -1;

	if (a && b && quotients) {
		size_t nr_a = samples(a, rows, of->axes), nr_b = samples(b, rows, to->axes);

		*ratio = median_estimate(quotients, ratios(quotients, a, nr_a, b, nr_b), 0.95);
		result = 0;
	}
	free(quotients);
	free(b);
	free(a);
	return result;
}
