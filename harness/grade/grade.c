// SPDX-License-Identifier: MIT

#include "harness/grade/grade.h"

#include <stdlib.h>

void stage_result_fini(struct stage_result *result)
{
	free(result->output);
	free(result->killed_by);
	*result = (struct stage_result){0};
}

void grade_fini(struct grade *grade)
{
	for (size_t i = 0; i < grade->nr_stages; i++)
		stage_result_fini(&grade->stage[i]);
	grade->nr_stages = 0;
}

const char *stage_end_name(enum stage_end end)
{
	static const char *const names[] = {
	    [STAGE_PASSED] = "passed",
	    [STAGE_PARTLY] = "partly",
	    [STAGE_FAILED] = "failed",
	    [STAGE_SKIPPED] = "skipped",
	};

	return names[end];
}
