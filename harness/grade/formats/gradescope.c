// SPDX-License-Identifier: MIT

// /autograder/results/results.json of Gradescope, as its "Autograder Specifications" have it
// (gradescope-autograders.readthedocs.io/en/latest/specs). All text is "text", so that none of it
// is markup.
//
// What cannot be graded has neither "score" nor "tests". Gradescope then says that the autograder
// failed, marks the submission as `autograder_error`, which is no attempt, and can run it again.

#include <jansson.h>
#include <stdio.h>

#include "harness/export/dump.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"

static json_t *seconds_json(double seconds)
{
	return json_real(seconds >= 0 && seconds < 1e9 ? seconds : 0);
}

static json_t *test_json(const struct stage_result *stage)
{
	return json_pack("{s:o, s:o, s:o, s:s, s:o, s:s, s:{s:s, s:o}}", "name",
			 dump_text(stage->title), "score", told_points_json(stage->points),
			 "max_score", told_points_json(stage->most), "status",
			 told_passed(stage) ? "passed" : "failed", "output",
			 told_json(told_stage(stage)), "visibility", "visible", "extra_data", "end",
			 stage_end_name(stage->end), "stage", dump_text(stage->name));
}

static json_t *tests_json(const struct grade *grade)
{
	json_t *tests = json_array();

	for (size_t i = 0; i < grade->nr_stages; i++)
		json_array_append_new(tests, test_json(&grade->stage[i]));
	return tests;
}

int grade_format_gradescope(const struct grade *grade, FILE *out)
{
	if (!told_gradable(grade))
		return dump_json(json_pack("{s:o, s:s}", "output", told_json(told_why_not(grade)),
					   "output_format", "text"),
				 out);
	return dump_json(json_pack("{s:o, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:{s:o}}", "output",
				   told_json(told_certificate(grade)), "output_format", "text",
				   "test_output_format", "text", "test_name_format", "text",
				   "visibility", "visible", "stdout_visibility", "hidden",
				   "execution_time", seconds_json(grade->seconds), "tests",
				   tests_json(grade), "extra_data", "exercise",
				   dump_text(grade->exercise)),
			 out);
}
