// SPDX-License-Identifier: MIT

// Everything, for programs. Points are null where there are none to give.

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/data/summary_json.h"
#include "harness/export/dump.h"
#include "harness/export/plain.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"

#define FORMAT_VERSION 1 /* a change that breaks a reader adds one */

// Of several lines, with all of them; null for NULL.
static json_t *lines_json(const char *text)
{
	char *lines = NULL;
	size_t size;
	FILE *memory;

	if (!text)
		return json_null();
	memory = open_memstream(&lines, &size);
	if (!memory)
		return NULL;
	told_lines(memory, text, "", PLAIN_WHOLE);
	if (fclose(memory))
		return NULL;
	return told_json(lines);
}

static json_t *checks_json(const struct certificate *certificate)
{
	json_t *checks = json_array();

	for (size_t i = 0; i < certificate->nr_checks; i++) {
		const struct check *check = &certificate->check[i];

		json_array_append_new(
		    checks, json_pack("{s:o, s:o, s:b}", "what", dump_text(check->what), "found",
				      dump_text(check->found), "holds", (int)check->holds));
	}
	return checks;
}

static json_t *certificate_json(const struct certificate *certificate)
{
	return json_pack("{s:b, s:o, s:o}", "holds", (int)certificate->holds, "seconds",
			 summary_json_number(certificate->seconds), "checks",
			 checks_json(certificate));
}

static json_t *stage_json(const struct stage_result *stage)
{
	return json_pack(
	    "{s:o, s:o, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "name", dump_text(stage->name),
	    "title", dump_text(stage->title), "end", stage_end_name(stage->end), "undone",
	    (int)stage->undone, "points", summary_json_number(stage->points), "most",
	    summary_json_number(stage->most), "rests_on", lines_json(stage->rests_on), "output",
	    lines_json(stage->output), "killed_by", dump_text(stage->killed_by), "seconds",
	    summary_json_number(stage->seconds));
}

static json_t *stages_json(const struct grade *grade)
{
	json_t *stages = json_array();

	for (size_t i = 0; told_gradable(grade) && i < grade->nr_stages; i++)
		json_array_append_new(stages, stage_json(&grade->stage[i]));
	return stages;
}

int grade_format_json(const struct grade *grade, FILE *out)
{
	bool gradable = told_gradable(grade);
	json_t *json =
	    json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "format",
		      FORMAT_VERSION, "exercise", dump_text(grade->exercise), "title",
		      dump_text(grade->title), "file", dump_text(grade->file), "student",
		      dump_text(grade->student), "started", dump_text(grade->started), "seconds",
		      summary_json_number(grade->seconds), "gradable", (int)gradable, "why_not",
		      gradable ? json_null() : told_json(told_why_not(grade)), "points",
		      summary_json_number(gradable ? grade->points : NAN), "most",
		      summary_json_number(gradable ? grade->most : NAN), "certificate",
		      certificate_json(&grade->certificate), "stages", stages_json(grade));

	return dump_json(json, out);
}
