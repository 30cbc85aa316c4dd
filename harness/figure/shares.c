// SPDX-License-Identifier: MIT

// Shares of the tasks, from what each trial recorded of the extremes.

#include "harness/figure/shares.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "harness/data/summary.h"
#include "harness/figure/chart.h"

static struct estimate share(const struct case_summary *of, bool most, double *values)
{
	size_t nr = 0;

	for (size_t i = 0; i < of->nr_ok; i++) {
		const struct row *row = of->ok[i];
		int64_t ops = most ? row->ops_max : row->ops_min;

		if (ops >= 0 && row->ops > 0)
			values[nr++] = (double)ops / (double)row->ops;
	}
	return median_estimate(values, nr, 0.95);
}

int shares_estimate(struct chart_point *points, size_t nr)
{
	size_t most = 0;
	double *values;

	for (size_t i = 0; i < nr; i++)
		most = points[i].of->nr_ok > most ? points[i].of->nr_ok : most;
	values = calloc(most + 1, sizeof *values);
	if (!values)
		return -1;
	for (size_t i = 0; i < nr; i++) {
		points[i].unluckiest = share(points[i].of, false, values);
		points[i].luckiest = share(points[i].of, true, values);
	}
	free(values);
	return 0;
}
