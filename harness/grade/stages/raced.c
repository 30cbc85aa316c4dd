// SPDX-License-Identifier: MIT

#include "harness/grade/stages/raced.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/grade/rubric.h"
#include "harness/grade/submission/submission.h"

#define PATIENCE_NS                                                                                \
	UINT64_C(4000000000) /* half a PU's quota stalls all for up to 100 ms at a time */

struct racing_asked raced_asked(const struct grading *grading, const struct task_kind *kind,
				unsigned count)
{
	return (struct racing_asked){
	    .object = grading->submission->object,
	    .kind = kind,
	    .count = count,
	    .trials = grading->rubric->trials,
	    .window_ns = grading->rubric->window_ns,
	    .patience_ns = PATIENCE_NS,
	    .topology = grading->topology,
	    .interrupted = grading->interrupted,
	};
}

const char *raced_wrong(const struct raced *raced, char *text, size_t size)
{
	if (raced->refused)
		snprintf(text, size, "it was stopped: %s", raced->what);
	else if (raced->crashed)
		snprintf(text, size, "%u of %u trials crashed: %s", raced->crashed, raced->trials,
			 raced->what);
	else if (raced->hung)
		snprintf(text, size, "%u of %u trials hung: %s", raced->hung, raced->trials,
			 raced->what);
	else if (raced->claimed)
		snprintf(text, size, "in %u of %u trials %s", raced->claimed, raced->trials,
			 raced->claim);
	else
		snprintf(text, size, "%u of %u trials lost updates, up to %.3g %% of them",
			 raced->lossy, raced->trials, 100 * raced->worst_share);
	return text;
}

const char *raced_tasks(const struct task_kind *kind, unsigned count, char *text, size_t size)
{
	snprintf(text, size, "%u %s", count, count == 1 ? kind->name : kind->plural);
	return text;
}

double raced_found_rate(unsigned nr)
{
	return 1 - pow(0.05, 1.0 / nr);
}
