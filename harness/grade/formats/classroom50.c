// SPDX-License-Identifier: MIT

// result.json of Classroom 50, which is to follow GitHub Classroom: the schema
// classroom50/result/v1 (github.com/foundation50/classroom50, schemas/result-v1.schema.json, and
// its wiki page Advanced-Autograding). Who is graded is in the environment in which its runner
// calls an autograder.py; the runner puts in itself what it does not trust us with.
//
// All points are whole there. Where a rubric's are not, all are told as tenths or hundredths; what
// a student has of a stage is rounded down, so that whoever has all points has really all.
//
// What cannot be graded has no score, which the runner refuses: the submission is kept as an error.

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/export/dump.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"

// What the environment says; else what is right outside of a runner, to try it.
static json_t *given(const char *variable, const char *otherwise)
{
	const char *value = getenv(variable);

	return dump_text(value && *value ? value : otherwise);
}

static json_t *review(void)
{
	const char *link = getenv("REVIEW_URL");

	return link && *link ? dump_text(link) : given("COMMIT_URL", "none");
}

static bool is_whole(double x)
{
	return fabs(x - round(x)) < 1e-6;
}

// 1, 10 or 100: what makes each stage's worth a whole number.
static int parts_of_a_point(const struct grade *grade)
{
	int parts = 1;

	for (size_t i = 0; i < grade->nr_stages; i++)
		while (parts < 100 && !is_whole(grade->stage[i].most * parts))
			parts *= 10;
	return parts;
}

static json_int_t whole(double points, int parts)
{
	return (json_int_t)floor(points * parts + 1e-6);
}

static json_t *test_json(const struct stage_result *stage, int parts)
{
	json_int_t score = whole(stage->points, parts), most = whole(stage->most, parts);
	const char *name = *stage->title ? stage->title : stage->name;

	return json_pack("{s:o, s:b, s:I, s:I, s:s, s:o}", "test-name", dump_text(name), "passed",
			 (int)told_passed(stage), "score", score < most ? score : most, "max-score",
			 most, "end", stage_end_name(stage->end), "output",
			 told_json(told_stage(stage)));
}

// The tests, and in *score and *most their sums.
static json_t *tests_json(const struct grade *grade, json_int_t *score, json_int_t *most)
{
	int parts = parts_of_a_point(grade);
	json_t *tests = json_array();

	*score = *most = 0;
	for (size_t i = 0; i < grade->nr_stages; i++) {
		json_t *test = test_json(&grade->stage[i], parts);

		*score += json_integer_value(json_object_get(test, "score"));
		*most += json_integer_value(json_object_get(test, "max-score"));
		json_array_append_new(tests, test);
	}
	return tests;
}

// "2026-11-27T04:10:00Z", which the runner replaces by when it was committed.
static json_t *when(const struct grade *grade)
{
	return dump_text(strlen(grade->started) == 20 ? grade->started : "1970-01-01T00:00:00Z");
}

static json_t *identity_json(const struct grade *grade)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "schema",
			 "classroom50/result/v1", "classroom", given("CLASSROOM", "none"),
			 "assignment", given("ASSIGNMENT", grade->exercise), "assignment_type",
			 given("ASSIGNMENT_TYPE", "individual"), "owner", given("OWNER", "nobody"),
			 "submission", given("SUBMISSION_TAG", "submit/none"), "commit",
			 given("COMMIT_URL", "none"), "release", given("RELEASE_URL", "none"),
			 "review", review(), "datetime", when(grade));
}

int grade_format_classroom50(const struct grade *grade, FILE *out)
{
	json_int_t score, most;
	json_t *json = identity_json(grade), *tests;

	if (!told_gradable(grade)) {
		json_object_set_new(json, "error", told_json(told_why_not(grade)));
		return dump_json(json, out);
	}
	tests = tests_json(grade, &score, &most);
	json_object_set_new(json, "score", json_integer(score));
	json_object_set_new(json, "max-score", json_integer(most));
	json_object_set_new(json, "tests", tests);
	return dump_json(json, out);
}
