// SPDX-License-Identifier: MIT

// First come, first served: who came before is served before. Some waiters are out of order by
// chance, as who comes and who is let in are both seen from outside; so a share is asked for that a
// fair lock always reaches and no other ever does.

#include "harness/complaint.h"
#include "harness/grade/grade.h"
#include "harness/grade/race/race.h"
#include "harness/grade/rubric.h"
#include "harness/grade/stages/raced.h"
#include "harness/grade/stages/stages.h"

enum {
	WAITERS = 3,
	ROWS = 20,
};

static void conclude(const struct order *order, double least, struct stage_result *result)
{
	double share = order->failed ? 0 : order->share;

	if (order->failed)
		stage_found(result, "%s", order->what);
	else if (share < least)
		stage_found(result, "who came first was served first in %.0f %% of cases",
			    100 * share);
	stage_end(
	    result, share >= least ? 1 : 0,
	    "in %u rows of %u waiters %.0f %% were served in the order they came; %.0f %% are "
	    "asked for, chance is 50 %%%s%s",
	    order->rows, order->waiters, 100 * share, 100 * least, order->failed ? ": " : "",
	    order->failed ? order->what : "");
}

int stage_fairness(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	struct racing_asked asked = raced_asked(grading, &task_threads, WAITERS + 1);
	struct order order;
	int status = race_order(&asked, ROWS, &order, c);

	if (!status)
		conclude(&order, grading->rubric->least_order, result);
	return status;
}
