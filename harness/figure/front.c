// SPDX-License-Identifier: MIT

// The front of rate against fairness, by looking at every pair.

#include "harness/figure/front.h"

#include "harness/data/summary.h"
#include "harness/figure/chart.h"

static bool beats(const struct case_summary *one, const struct case_summary *other)
{
	return one->throughput.median > other->throughput.median &&
	       one->handover_share.median > other->handover_share.median;
}

void front_mark(struct chart_point *points, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		points[i].front = true;
		for (size_t j = 0; j < nr && points[i].front; j++)
			points[i].front = !beats(points[j].of, points[i].of);
	}
}

bool front_takes_turns(const struct chart_point *point)
{
	double by_lot = 1 - 1 / (double)point->of->axes->count;

	return point->of->handover_share.median >= by_lot;
}
