// SPDX-License-Identifier: MIT

// /grade/results/results.json of PrairieLearn (docs.prairielearn.com/externalGrading), less than
// 1 MB of it: a stage's output is cut at TOLD_MOST.
//
// "gradable": false is what PrairieLearn has for what cannot be graded here, and for a file that
// does not compile: "no points will be awarded or lost, and the student will not be penalized an
// attempt". Why is in "format_errors", which is what it then shows.

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/export/dump.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/picture.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"

static json_t *test_json(const struct stage_result *stage)
{
	return json_pack("{s:o, s:o, s:o, s:s, s:o}", "name", dump_text(stage->title), "points",
			 told_points_json(stage->points), "max_points",
			 told_points_json(stage->most), "message", stage_end_name(stage->end),
			 "output", told_json(told_stage(stage)));
}

static json_t *tests_json(const struct grade *grade)
{
	json_t *tests = json_array();

	for (size_t i = 0; i < grade->nr_stages; i++)
		json_array_append_new(tests, test_json(&grade->stage[i]));
	return tests;
}

static json_t *images_json(const char *url)
{
	if (!url)
		return json_array();
	return json_pack("[{s:s, s:s}]", "label", "Points by stage", "url", url);
}

static const char *without_picture(const char *url)
{
	return url ? "" : " (No picture of the points: gnuplot did not draw one here.)";
}

static json_t *graded_json(const struct grade *grade)
{
	char *url = picture_of_points(grade), *next = told_next(grade);
	json_t *json = json_pack("{s:b, s:f, s:s+, s:o, s:o, s:o}", "gradable", 1, "score",
				 fmin(1, grade->points / grade->most), "message", next,
				 without_picture(url), "output", told_json(told_certificate(grade)),
				 "tests", tests_json(grade), "images", images_json(url));

	free(url);
	free(next);
	return json;
}

// What is no attempt, and why.
static json_t *ungraded_json(const struct grade *grade, char *why)
{
	return json_pack("{s:b, s:[o], s:o}", "gradable", 0, "format_errors", told_json(why),
			 "output", told_json(told_certificate(grade)));
}

// The stage at which a file turned out to be no C.
static const struct stage_result *uncompiled(const struct grade *grade)
{
	for (size_t i = 0; i < grade->nr_stages; i++)
		if (grade->stage[i].end == STAGE_FAILED &&
		    strcmp(grade->stage[i].name, "compile") == 0)
			return &grade->stage[i];
	return NULL;
}

int grade_format_prairielearn(const struct grade *grade, FILE *out)
{
	const struct stage_result *stage = uncompiled(grade);

	if (!told_gradable(grade))
		return dump_json(ungraded_json(grade, told_why_not(grade)), out);
	if (stage)
		return dump_json(ungraded_json(grade, told_stage(stage)), out);
	return dump_json(graded_json(grade), out);
}
