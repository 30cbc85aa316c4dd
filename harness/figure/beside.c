// SPDX-License-Identifier: MIT

// Pairs of trials: the same case with the other kind of tasks, in the same block.

#include "harness/figure/beside.h"

#include <stdint.h>
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
	return summary_find(summary, &wanted);
}

static int by_block(const void *a, const void *b)
{
	int64_t x = ((const struct sample *)a)->block, y = ((const struct sample *)b)->block;

	return (x > y) - (x < y);
}

// The measured trials of one case, in the order of blocks. Returns how many.
static size_t samples(struct sample *out, const struct case_summary *of)
{
	size_t nr = 0;

	for (size_t i = 0; i < of->nr_ok; i++)
		if (of->ok[i]->throughput_per_s > 0)
			out[nr++] = (struct sample){of->ok[i]->block, of->ok[i]->throughput_per_s};
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

int beside_ratio(struct estimate *ratio, const struct case_summary *of,
		 const struct case_summary *to)
{
	struct sample *a = calloc(of->nr_ok + 1, sizeof *a);
	struct sample *b = calloc(to->nr_ok + 1, sizeof *b);
	double *quotients = calloc(of->nr_ok + 1, sizeof *quotients);
	int result = -1;

	if (a && b && quotients) {
		size_t nr_a = samples(a, of), nr_b = samples(b, to);

		*ratio = median_estimate(quotients, ratios(quotients, a, nr_a, b, nr_b), 0.95);
		result = 0;
	}
	free(quotients);
	free(b);
	free(a);
	return result;
}
