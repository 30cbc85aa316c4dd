// SPDX-License-Identifier: MIT

// Greedy pairing: of all pairs that are near enough, the nearest first. Equally near ones come in
// the order of the rows, so that the same rows always make the same pairs.

#include "harness/verdict/pairing.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "harness/data/summary.h"

// What changes a throughput by a few per cent.
static const double handoff_unit = 0.1, spin_unit = 0.01; /* of logarithms: 10 % and 1 % */
static const double steal_unit = 0.1, overlap_unit = 0.1;

// NaN stands for what was not measured.
static double apart(double a, double b, double unit)
{
	if (isnan(a) && isnan(b))
		return 0;
	if (isnan(a) || isnan(b))
		return INFINITY;
	return fabs(a - b) / unit;
}

static double log_of(double time_ns)
{
	return isfinite(time_ns) && time_ns > 0 ? log(time_ns) : NAN;
}

static double steal_share(const struct row *row)
{
	if (row->steal_ns == COUNT_EMPTY || row->elapsed_ns <= 0)
		return NAN;
	return (double)row->steal_ns / (double)row->elapsed_ns;
}

double pairing_distance(const struct row *a, const struct row *b)
{
	return apart(log_of(a->handoff_ns), log_of(b->handoff_ns), handoff_unit) +
	       apart(log_of(a->spin_ns), log_of(b->spin_ns), spin_unit) +
	       apart(steal_share(a), steal_share(b), steal_unit) +
	       apart(a->overlap, b->overlap, overlap_unit);
}

// The rows of one side that can be paired.
struct side {
	const struct row **rows;
	bool *taken;
	size_t nr;
};

// A ratio needs something to divide by; a head that did nothing at all is merely very slow.
static bool usable(const struct row *row, bool is_base)
{
	return outcome_find(row->outcome) == OUTCOME_OK && isfinite(row->throughput_per_s) &&
	       (is_base ? row->throughput_per_s > 0 : row->throughput_per_s >= 0);
}

static void side_init(struct side *side, const struct row *const *rows, size_t nr, bool is_base)
{
	size_t nr_usable = 0;

	*side = (struct side){calloc(nr + 1, sizeof *side->rows), calloc(nr + 1, 1), 0};
	assert(side->rows && side->taken);
	for (size_t i = 0; i < nr; i++)
		if (usable(rows[i], is_base))
			side->rows[nr_usable++] = rows[i];
	side->nr = nr_usable < PAIRING_MOST ? nr_usable : PAIRING_MOST;
	for (size_t i = 0; i < side->nr; i++)
		side->rows[i] = side->rows[i * nr_usable / side->nr];
}

static void side_fini(struct side *side)
{
	free(side->rows);
	free(side->taken);
}

struct pair {
	double distance;
	unsigned head, base;
};

static int compare_pairs(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;

	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	return (a->base > b->base) - (a->base < b->base);
}

// All pairs that are near enough, nearest first.
static struct pair *near_pairs(const struct side *head, const struct side *base, size_t *nr)
{
	struct pair *pairs = calloc(head->nr * base->nr + 1, sizeof *pairs);

	assert(pairs);
	*nr = 0;
	for (unsigned h = 0; h < head->nr; h++)
		for (unsigned b = 0; b < base->nr; b++) {
			double distance = pairing_distance(head->rows[h], base->rows[b]);

			if (distance <= PAIRING_FARTHEST)
				pairs[(*nr)++] = (struct pair){distance, h, b};
		}
	qsort(pairs, *nr, sizeof *pairs, compare_pairs);
	return pairs;
}

static size_t take_pairs(struct side *head, struct side *base, double *ratios)
{
	size_t nr_near, nr = 0;
	struct pair *pairs = near_pairs(head, base, &nr_near);

	for (const struct pair *p = pairs; p < pairs + nr_near; p++) {
		if (head->taken[p->head] || base->taken[p->base])
			continue;
		head->taken[p->head] = base->taken[p->base] = true;
		ratios[nr++] =
		    head->rows[p->head]->throughput_per_s / base->rows[p->base]->throughput_per_s;
	}
	free(pairs);
	return nr;
}

size_t pairing_ratios(const struct row *const *head, size_t nr_head, const struct row *const *base,
		      size_t nr_base, double *ratios)
{
	struct side heads, bases;
	size_t nr;

	side_init(&heads, head, nr_head, false);
	side_init(&bases, base, nr_base, true);
	nr = take_pairs(&heads, &bases, ratios);
	side_fini(&heads);
	side_fini(&bases);
	return nr;
}
