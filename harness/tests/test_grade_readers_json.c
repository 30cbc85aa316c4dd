// SPDX-License-Identifier: MIT

// What each grader whose format is JSON makes of it, by that grader's own rules: the points are
// those that were given, whatever a compiler or a witness says; and where there are none to give,
// it takes none. Those that read lines or XML: test_grade_readers.c.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"
#include "harness/tests/grades.h"
#include "harness/tests/program.h"

TestSuite(grade_json, .init = grades_without_gnuplot, .fini = program_leave, .timeout = 60);
TestSuite(grade_gradescope, .init = grades_without_gnuplot, .fini = program_leave, .timeout = 60);
TestSuite(grade_prairielearn, .init = program_enter, .fini = program_leave, .timeout = 60);
TestSuite(grade_classroom50, .init = grades_without_gnuplot, .fini = program_leave, .timeout = 60);

// Strictly JSON: jansson knows no other; a name that is there twice would be a way to hide one.
static json_t *parsed(const char *text, const char *sample)
{
	json_error_t error;
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);

	cr_assert(json, "%s: %s", sample, error.text);
	return json;
}

static void read_json_stage(const struct stage_result *stage, json_t *json, const char *sample)
{
	const char *name, *title, *end, *rests_on;
	json_t *output, *killed_by;
	double points, most, seconds;
	int undone;
	json_error_t error;

	cr_assert_eq(json_unpack_ex(json, &error, JSON_STRICT,
				    "{s:s, s:s, s:s, s:b, s:F, s:F, s:s, s:o, s:o, s:F}", "name",
				    &name, "title", &title, "end", &end, "undone", &undone,
				    "points", &points, "most", &most, "rests_on", &rests_on,
				    "output", &output, "killed_by", &killed_by, "seconds",
				    &seconds),
		     0, "%s: %s", sample, error.text);
	grade_expect_near(points, stage->points, sample);
	cr_expect_eq(undone, stage->undone);
	cr_expect_str_eq(end, stage_end_name(stage->end));
	cr_expect_eq(json_is_string(output), stage->output != NULL);
	cr_expect_eq(json_is_string(killed_by), stage->killed_by != NULL);
}

static void read_json(const struct grade *grade, const char *text, const char *sample)
{
	json_t *json = parsed(text, sample), *why_not, *points, *most, *stages, *checks;
	const char *exercise, *title, *file, *student, *started;
	int format, gradable, holds;
	double seconds, tried;
	json_error_t error;

	cr_assert_eq(
	    json_unpack_ex(json, &error, JSON_STRICT,
			   "{s:i, s:s, s:s, s:s, s:s, s:s, s:F, s:b, s:o, s:o, s:o, s:{s:b, s:F, "
			   "s:o}, s:o}",
			   "format", &format, "exercise", &exercise, "title", &title, "file", &file,
			   "student", &student, "started", &started, "seconds", &seconds,
			   "gradable", &gradable, "why_not", &why_not, "points", &points, "most",
			   &most, "certificate", "holds", &holds, "seconds", &tried, "checks",
			   &checks, "stages", &stages),
	    0, "%s: %s", sample, error.text);
	cr_expect_eq(gradable, told_gradable(grade));
	cr_expect_eq(json_array_size(checks), grade->certificate.nr_checks);
	cr_expect_eq(json_array_size(stages), gradable ? grade->nr_stages : 0);
	if (gradable)
		grade_expect_near(json_number_value(points), grade->points, sample);
	else
		cr_expect(json_is_null(points) && json_is_null(most) && json_is_string(why_not));
	for (size_t i = 0; i < json_array_size(stages); i++)
		read_json_stage(&grade->stage[i], json_array_get(stages, i), sample);
	json_decref(json);
}

Test(grade_json, holds_all_there_is)
{
	grades_read("json", read_json);
}

// As its "Autograder Specifications" have it: no field that is not in them.
static void read_gradescope_test(const struct stage_result *stage, json_t *json, const char *sample)
{
	const char *name, *status, *output, *visibility;
	double score, most;
	json_t *extra;
	json_error_t error;

	cr_assert_eq(json_unpack_ex(json, &error, JSON_STRICT,
				    "{s:s, s:F, s:F, s:s, s:s, s:s, s:o}", "name", &name, "score",
				    &score, "max_score", &most, "status", &status, "output",
				    &output, "visibility", &visibility, "extra_data", &extra),
		     0, "%s: %s", sample, error.text);
	grade_expect_near(score, grade_rounded_down(stage->points), sample);
	grade_expect_near(most, stage->most, sample);
	cr_expect_str_eq(status, stage->points >= stage->most ? "passed" : "failed");
	cr_expect_str_eq(visibility, "visible");
	cr_expect(json_is_object(extra));
}

static void read_gradescope(const struct grade *grade, const char *text, const char *sample)
{
	json_t *json = parsed(text, sample), *tests = json_object_get(json, "tests");
	static const char *const plain[] = {"output_format", "test_output_format",
					    "test_name_format"};

	cr_expect_null(json_object_get(json, "score"), "it would override the tests");
	cr_expect(json_is_string(json_object_get(json, "output")));
	cr_expect_eq(tests != NULL, told_gradable(grade), "%s", sample);
	cr_expect_eq(json_array_size(tests), tests ? grade->nr_stages : 0);
	for (size_t i = 0; i < json_array_size(tests); i++)
		read_gradescope_test(&grade->stage[i], json_array_get(tests, i), sample);
	for (size_t i = 0; tests && i < sizeof plain / sizeof plain[0]; i++)
		cr_expect_str_eq(json_string_value(json_object_get(json, plain[i])), "text");
	json_decref(json);
}

Test(grade_gradescope, takes_the_points_of_tests_or_none)
{
	grades_read("gradescope", read_gradescope);
}

static void read_prairielearn_test(const struct stage_result *stage, json_t *json,
				   const char *sample)
{
	const char *name, *message, *output;
	double points, most;
	json_error_t error;

	cr_assert_eq(json_unpack_ex(json, &error, JSON_STRICT, "{s:s, s:F, s:F, s:s, s:s}", "name",
				    &name, "points", &points, "max_points", &most, "message",
				    &message, "output", &output),
		     0, "%s: %s", sample, error.text);
	grade_expect_near(points, grade_rounded_down(stage->points), sample);
}

static void read_prairielearn(const struct grade *grade, const char *text, const char *sample)
{
	bool counts = told_gradable(grade) && strcmp(sample, "uncompiled") != 0;
	json_t *json = parsed(text, sample), *tests = json_object_get(json, "tests");
	json_t *score = json_object_get(json, "score");

	cr_expect_lt(strlen(text), 1000000, "%s: %zu", sample, strlen(text));
	cr_expect_eq(json_is_true(json_object_get(json, "gradable")), counts, "%s", sample);
	cr_expect_eq(json_is_number(score), counts);
	cr_expect_eq(json_is_array(json_object_get(json, "format_errors")), !counts);
	cr_expect_eq(json_array_size(tests), counts ? grade->nr_stages : 0);
	if (counts) {
		grade_expect_near(json_number_value(score), grade->points / grade->most, sample);
		cr_expect_leq(json_number_value(score), 1);
	}
	for (size_t i = 0; i < json_array_size(tests); i++)
		read_prairielearn_test(&grade->stage[i], json_array_get(tests, i), sample);
	json_decref(json);
}

Test(grade_prairielearn, takes_a_share_or_no_attempt)
{
	grades_read("prairielearn", read_prairielearn);
}

Test(grade_prairielearn, shows_a_picture_if_gnuplot_is_here)
{
	static const char begins[] = "data:image/png;base64,iVBORw0KGgo";
	const char *label, *url;
	struct grade grade;
	char *text;
	json_t *json;

	if (system("gnuplot --version >/dev/null 2>&1"))
		cr_skip("no gnuplot is installed");
	grade_sample_init(&grade, "hostile");
	text = grade_written(&grade, "prairielearn");
	json = parsed(text, "hostile");
	cr_assert_eq(
	    json_unpack(json, "{s:[{s:s, s:s!}!]}", "images", "label", &label, "url", &url), 0);
	cr_expect_eq(strncmp(url, begins, strlen(begins)), 0);
	cr_expect_neq(system("ls -A | grep -q ."), 0, "left behind");
	json_decref(json);
	free(text);
	grade_fini(&grade);
}

Test(grade_prairielearn, says_so_if_it_is_not)
{
	struct grade grade;
	json_t *json;
	char *text;

	setenv("PATH", "/nonexistent", 1);
	grade_sample_init(&grade, "partly");
	text = grade_written(&grade, "prairielearn");
	json = parsed(text, "partly");
	cr_expect_eq(json_array_size(json_object_get(json, "images")), 0);
	cr_expect(strstr(json_string_value(json_object_get(json, "message")),
			 "gnuplot did not draw one here"));
	json_decref(json);
	free(text);
	grade_fini(&grade);
}

// schemas/result-v1.schema.json of foundation50/classroom50, and what its runner's validate_result
// asks for besides. What is "none" there is replaced by the runner.
static void read_classroom50_test(const struct stage_result *stage, json_t *json, json_int_t *score,
				  json_int_t *most, const char *sample)
{
	const char *name, *end, *output;
	json_int_t its, could;
	int passed;
	json_error_t error;

	cr_assert_eq(json_unpack_ex(json, &error, JSON_STRICT, "{s:s, s:b, s:I, s:I, s:s, s:s}",
				    "test-name", &name, "passed", &passed, "score", &its,
				    "max-score", &could, "end", &end, "output", &output),
		     0, "%s: %s", sample, error.text);
	cr_expect(*name && its >= 0 && its <= could, "%s: %lld of %lld", sample, its, could);
	cr_expect_eq(passed, stage->points >= stage->most);
	cr_expect_eq(its == could, stage->points >= stage->most, "%s: rounded up", sample);
	*score += its;
	*most += could;
}

static void read_classroom50(const struct grade *grade, const char *text, const char *sample)
{
	static const char *const names[] = {"schema", "classroom",  "assignment", "assignment_type",
					    "owner",  "submission", "commit",	  "release",
					    "review", "datetime"};
	json_t *json = parsed(text, sample), *tests = json_object_get(json, "tests");
	json_int_t score = 0, most = 0;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		cr_expect_gt(json_string_length(json_object_get(json, names[i])), 0, "%s: %s",
			     sample, names[i]);
	cr_expect_eq(json_object_size(json), told_gradable(grade) ? 13 : 11, "%s", sample);
	cr_expect_eq(json_is_integer(json_object_get(json, "score")), told_gradable(grade));
	cr_expect_eq(json_is_array(tests), told_gradable(grade));
	for (size_t i = 0; i < json_array_size(tests); i++)
		read_classroom50_test(&grade->stage[i], json_array_get(tests, i), &score, &most,
				      sample);
	cr_expect_eq(json_integer_value(json_object_get(json, "score")), score);
	cr_expect_eq(json_integer_value(json_object_get(json, "max-score")), most);
	json_decref(json);
}

Test(grade_classroom50, takes_whole_points)
{
	grades_read("classroom50", read_classroom50);
}

static json_int_t classroom50_score(const char *sample, const char *name)
{
	struct grade grade;
	json_int_t score;
	json_t *json;
	char *text;

	grade_sample_init(&grade, sample);
	text = grade_written(&grade, "classroom50");
	json = parsed(text, sample);
	score = json_integer_value(json_object_get(json, name));
	json_decref(json);
	free(text);
	grade_fini(&grade);
	return score;
}

Test(grade_classroom50, has_tenths_where_a_rubric_has)
{
	cr_expect_eq(classroom50_score("partly", "score"), 5);
	cr_expect_eq(classroom50_score("partly", "max-score"), 17);
	cr_expect_eq(classroom50_score("tenths", "score"), 5 + 19);
	cr_expect_eq(classroom50_score("tenths", "max-score"), 25);
}

Test(grade_classroom50, is_of_whom_the_runner_says)
{
	const char *classroom, *submission, *review;
	struct grade grade;
	json_t *json;
	char *text;

	setenv("CLASSROOM", "cs-\"1\"", 1);
	setenv("SUBMISSION_TAG", "submit/1", 1);
	setenv("COMMIT_URL", "https://example.org/commit/1", 1);
	grade_sample_init(&grade, "full");
	text = grade_written(&grade, "classroom50");
	json = parsed(text, "full");
	cr_assert_eq(json_unpack(json, "{s:s, s:s, s:s}", "classroom", &classroom, "submission",
				 &submission, "review", &review),
		     0);
	cr_expect_str_eq(classroom, "cs-\"1\"");
	cr_expect_str_eq(submission, "submit/1");
	cr_expect_str_eq(review, "https://example.org/commit/1");
	json_decref(json);
	free(text);
	grade_fini(&grade);
}
