// SPDX-License-Identifier: MIT

#include "harness/grade/class/stored.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness/export/whole.h"
#include "harness/grade/exercise.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/rubric.h"

struct storing {
	const struct grade_format *format;
	const struct grade *grade;
};

static int write_grade(const void *what, FILE *out)
{
	const struct storing *storing = what;

	return storing->format->write(storing->grade, out);
}

int grade_put(const struct grade *grade, const struct grade_format *format, const char *path,
	      struct complaint *c)
{
	const struct storing storing = {format, grade};

	return whole_write(path, write_grade, &storing, c);
}

int grade_store(const struct grade *grade, const char *path, struct complaint *c)
{
	const struct grade_format *json = grade_format_find("json", c);

	return json ? grade_put(grade, json, path, c) : -1;
}

static void copy(char *to, size_t size, const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	snprintf(to, size, "%s", text ? text : "");
}

static char *own(const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? strdup(text) : NULL;
}

static double number(const json_t *json, const char *key)
{
	return json_number_value(json_object_get(json, key));
}

// Whether nobody has less than nothing, or more than there is.
static bool are_points(double points, double most)
{
	return points >= 0 && points <= most + 1e-9;
}

static int find_stage(const char *name)
{
	for (int stage = 0; name && stage < NR_RUBRIC_STAGES; stage++)
		if (strcmp(name, stage_name((enum stage)stage)) == 0)
			return stage;
	return -1;
}

static enum stage_end find_end(const char *name)
{
	for (int end = STAGE_PASSED; name && end <= STAGE_SKIPPED; end++)
		if (strcmp(name, stage_end_name((enum stage_end)end)) == 0)
			return (enum stage_end)end;
	return STAGE_SKIPPED;
}

static int load_stage(struct grade *grade, const json_t *json)
{
	int stage = find_stage(json_string_value(json_object_get(json, "name")));
	struct stage_result *result = &grade->stage[grade->nr_stages];

	if (stage < 0 || grade->nr_stages == MOST_STAGES)
		return -1;
	grade->nr_stages++;
	*result = (struct stage_result){
	    .name = stage_name((enum stage)stage),
	    .title = stage_title((enum stage)stage),
	    .end = find_end(json_string_value(json_object_get(json, "end"))),
	    .undone = json_is_true(json_object_get(json, "undone")),
	    .points = number(json, "points"),
	    .most = number(json, "most"),
	    .output = own(json, "output"),
	    .killed_by = own(json, "killed_by"),
	    .seconds = number(json, "seconds"),
	};
	copy(result->rests_on, sizeof result->rests_on, json, "rests_on");
	return are_points(result->points, result->most) ? 0 : -1;
}

static int load_checks(struct certificate *certificate, const json_t *json)
{
	const json_t *checks = json_object_get(json, "checks"), *one;
	size_t i;

	certificate->holds = json_is_true(json_object_get(json, "holds"));
	certificate->seconds = number(json, "seconds");
	json_array_foreach(checks, i, one)
	{
		struct check *check = &certificate->check[certificate->nr_checks];

		if (certificate->nr_checks == MOST_CHECKS)
			return -1;
		certificate->nr_checks++;
		copy(check->what, sizeof check->what, one, "what");
		copy(check->found, sizeof check->found, one, "found");
		check->holds = json_is_true(json_object_get(one, "holds"));
	}
	return 0;
}

static int load(struct grade *grade, const json_t *json, const struct course *course)
{
	const char *exercise = json_string_value(json_object_get(json, "exercise"));
	const json_t *one;
	size_t i;

	if (!exercise || strcmp(exercise, course->exercise.name) != 0)
		return -1;
	grade->exercise = course->exercise.name;
	grade->title = course->rubric.title;
	copy(grade->file, sizeof grade->file, json, "file");
	copy(grade->student, sizeof grade->student, json, "student");
	copy(grade->started, sizeof grade->started, json, "started");
	grade->points = number(json, "points");
	grade->most = number(json, "most");
	grade->seconds = number(json, "seconds");
	if (!are_points(grade->points, grade->most))
		return -1;
	if (load_checks(&grade->certificate, json_object_get(json, "certificate")))
		return -1;
	json_array_foreach(json_object_get(json, "stages"), i, one)
	{
		if (load_stage(grade, one))
			return -1;
	}
	return 0;
}

int grade_load(struct grade *grade, const char *path, const struct course *course,
	       struct complaint *c)
{
	json_error_t error;
	json_t *json;
	int status;

	*grade = (struct grade){0};
	if (access(path, F_OK))
		return 1;
	json = json_load_file(path, 0, &error);
	status = json ? load(grade, json, course) : -1;
	json_decref(json);
	if (!status)
		return 0;
	grade_fini(grade);
	return complain(c, "%s is no grade of the exercise %s: move it away", path,
			course->exercise.name);
}
