// SPDX-License-Identifier: MIT

// What Autolab reads of a job's standard output: text for the student, and as its last line
// {"scores": {PROBLEM: POINTS}, "scoreboard": [SUM]}; problems are called as stages are.
//
// What cannot be graded scores null in each problem: Autolab then keeps the problem as not graded,
// with the text as feedback. (Without such a line it would write a zero: saveAutograde in its
// app/helpers/assessment_autograde_core.rb.)

#include <errno.h>
#include <jansson.h>
#include <stdio.h>

#include "harness/export/plain.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"

static json_t *scores_json(const struct grade *grade)
{
	json_t *scores = json_object();

	for (size_t i = 0; i < grade->nr_stages; i++)
		json_object_set_new(scores, grade->stage[i].name,
				    told_gradable(grade) ? told_points_json(grade->stage[i].points)
							 : json_null());
	return scores;
}

static json_t *result_json(const struct grade *grade)
{
	if (!told_gradable(grade))
		return json_pack("{s:o}", "scores", scores_json(grade));
	return json_pack("{s:o, s:[o]}", "scores", scores_json(grade), "scoreboard",
			 told_points_json(grade->points));
}

// Without stages there is nothing to name.
int grade_format_autolab(const struct grade *grade, FILE *out)
{
	int error = grade_format_text(grade, out);
	json_t *json = grade->nr_stages ? result_json(grade) : NULL;

	if (error || !grade->nr_stages)
		return error;
	if (!json)
		return ENOMEM;
	fputc('\n', out);
	error = json_dumpf(json, out, JSON_REAL_PRECISION(12)) || fputc('\n', out) == EOF ? EIO : 0;
	json_decref(json);
	return error ? error : plain_end(out);
}
