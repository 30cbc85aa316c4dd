// SPDX-License-Identifier: MIT

// Looks, and what each may spend.

#include "harness/duet/stopping.h"

#include "harness/statistics/estimate.h"
#include "harness/verdict/judge.h"

/* All looks together: 0.1 + 0.05 + 0.025 ... = 0.2. */
#define FIRST_SHARE ((1 - STOPPING_LAST) / 2)

double stopping_share(size_t nr_instances)
{
	double share = FIRST_SHARE;

	for (size_t look = STOPPING_FIRST; look <= nr_instances; look *= 2, share /= 2)
		if (look == nr_instances)
			return share;
	return 0;
}

bool stopping_enough(double *values, size_t nr_instances, double precision)
{
	double share = stopping_share(nr_instances);
	struct estimate ratio;

	if (share == 0)
		return false;
	ratio = judge_interval(values, nr_instances, share);
	return ratio.high - ratio.low <= precision * ratio.median;
}
