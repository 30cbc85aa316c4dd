// SPDX-License-Identifier: MIT

// Compiles: who comes here does. Warnings are shown, and cost nothing.

#include "harness/grade/stages/stages.h"

#include "harness/complaint.h"
#include "harness/grade/grade.h"
#include "harness/grade/submission/submission.h"

int stage_compile(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	const char *warnings = grading->submission->warnings;

	(void)c;
	stage_end(result, 1,
		  warnings ? "it compiles, with warnings" : "it compiles without a warning");
	if (warnings)
		stage_say(result, "%s", warnings);
	return 0;
}
