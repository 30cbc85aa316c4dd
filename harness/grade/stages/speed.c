// SPDX-License-Identifier: MIT

// Fast enough: the ratio to the reference's speed, from pairs of neighbouring windows, with its
// interval over starts. Whoever may be fast enough is: the interval's upper end counts.

#include "harness/complaint.h"
#include "harness/grade/grade.h"
#include "harness/grade/race/race.h"
#include "harness/grade/rubric.h"
#include "harness/grade/stages/raced.h"
#include "harness/grade/stages/stages.h"
#include "harness/grade/submission/submission.h"

static void conclude(const struct speed *speed, double least, struct stage_result *result)
{
	double share = speed->high >= least ? 1 : speed->high / least;

	if (speed->failed) {
		stage_found(result, "%s", speed->what);
		stage_end(result, 0, "%s", speed->what);
		return;
	}
	if (share < 1)
		stage_found(result, "%.2g times the reference's speed", speed->median);
	stage_end(result, share,
		  "%.3g times the reference's speed (95 %% interval %.3g to %.3g, of %u pairs of "
		  "windows, each a start of its own); %.2g is asked for",
		  speed->median, speed->low, speed->high, speed->pairs, least);
}

int stage_speed(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	struct racing_asked asked =
	    raced_asked(grading, &task_threads, grading->rubric->speed_count);
	struct speed speed;
	int status;

	asked.trials = 0; /* as many pairs as are usual */
	if (!grading->reference) {
		stage_unjudged(result, "not judged: there is no reference here (--reference FILE)");
		return 0;
	}
	status = race_speed(&asked, grading->reference->object, &speed, c);
	if (!status)
		conclude(&speed, grading->rubric->least_speed, result);
	return status;
}
