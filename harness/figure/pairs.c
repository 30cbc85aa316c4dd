// SPDX-License-Identifier: MIT

// Handoffs sorted by the two PUs they were measured between.

#include "harness/figure/pairs.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "harness/data/summary.h"
#include "harness/figure/chart.h"

struct handoff {
	int a, b; /* PUs, a < b */
	double ns;
};

// Reads the PUs of a trial's first two tasks. Returns whether they are two.
static bool read_pus(struct handoff *handoff, const char *cpus)
{
	char *end, *end2;
	long a = strtol(cpus, &end, 10), b = strtol(end, &end2, 10);

	if (end == cpus || end2 == end || a == b || a < 0 || b < 0 || a > INT32_MAX ||
	    b > INT32_MAX)
		return false;
	handoff->a = (int)(a < b ? a : b);
	handoff->b = (int)(a < b ? b : a);
	return true;
}

static size_t read_all(struct handoff *out, const struct chart_point *points, size_t nr)
{
	size_t found = 0;

	for (size_t i = 0; i < nr; i++)
		for (size_t j = 0; j < points[i].of->nr_ok; j++) {
			const struct row *row = points[i].of->ok[j];

			out[found].ns = row->handoff_ns;
			if (row->handoff_ns > 0 && isfinite(row->handoff_ns) &&
			    read_pus(&out[found], row->cpus))
				found++;
		}
	return found;
}

static int by_pus(const void *left, const void *right)
{
	const struct handoff *a = left, *b = right;

	return a->a != b->a ? (a->a > b->a) - (a->a < b->a) : (a->b > b->b) - (a->b < b->b);
}

static int by_number(const void *left, const void *right)
{
	int a = *(const int *)left, b = *(const int *)right;

	return (a > b) - (a < b);
}

// The index of a PU, entering it if it is new; MAX_PUS_SHOWN if there is no room.
static unsigned enter(struct pairs *pairs, int pu)
{
	unsigned i = 0;

	while (i < pairs->nr_pus && pairs->pus[i] != pu)
		i++;
	if (i == pairs->nr_pus && i < MAX_PUS_SHOWN)
		pairs->pus[pairs->nr_pus++] = pu;
	return i;
}

static unsigned index_of(const struct pairs *pairs, int pu)
{
	unsigned i = 0;

	while (i < pairs->nr_pus && pairs->pus[i] != pu)
		i++;
	return i;
}

static void summarise(struct pair *pair, const struct handoff *all, size_t nr, double *values)
{
	for (size_t i = 0; i < nr; i++)
		values[i] = all[i].ns;
	pair->ns = median_estimate(values, nr, 0.95);
	pair->p5 = quantile_estimate(values, nr, 0.05, 0.95).median;
	pair->p95 = quantile_estimate(values, nr, 0.95, 0.95).median;
}

static void group(struct pairs *pairs, struct handoff *all, size_t nr, double *values)
{
	qsort(all, nr, sizeof *all, by_pus);
	for (size_t i = 0; i < nr; i++) {
		enter(pairs, all[i].a);
		enter(pairs, all[i].b);
	}
	qsort(pairs->pus, pairs->nr_pus, sizeof pairs->pus[0], by_number);
	for (size_t i = 0, end; i < nr; i = end) {
		struct pair pair = {
		    index_of(pairs, all[i].a), index_of(pairs, all[i].b), {0}, 0, 0};

		for (end = i + 1; end < nr && by_pus(&all[i], &all[end]) == 0;)
			end++;
		if (pair.low == pairs->nr_pus || pair.high == pairs->nr_pus)
			continue;
		summarise(&pair, &all[i], end - i, values);
		pairs->pair[pairs->nr++] = pair;
	}
}

int pairs_build(struct pairs *pairs, const struct chart_point *points, size_t nr)
{
	size_t trials = 0;
	struct handoff *all;
	double *values;

	*pairs = (struct pairs){0};
	for (size_t i = 0; i < nr; i++)
		trials += points[i].of->nr_ok;
	all = calloc(trials + 1, sizeof *all);
	values = calloc(trials + 1, sizeof *values);
	pairs->pair = calloc(MAX_PUS_SHOWN * MAX_PUS_SHOWN, sizeof *pairs->pair);
	if (all && values && pairs->pair)
		group(pairs, all, read_all(all, points, nr), values);
	nr = all && values && pairs->pair;
	free(values);
	free(all);
	return nr ? 0 : -1;
}

void pairs_fini(struct pairs *pairs)
{
	free(pairs->pair);
	*pairs = (struct pairs){0};
}
