// SPDX-License-Identifier: MIT

// Grades that were kept as JSON, read again: what lies in a class's folder may have been edited, or
// cut off by a full disk. What is taken is a sound grade, comes back as it was written, and can be
// counted in a class.

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/fuzz/target.h"
#include "harness/grade/class/batch.h"
#include "harness/grade/class/class.h"
#include "harness/grade/class/stored.h"
#include "harness/grade/class/tally.h"
#include "harness/grade/conduct.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/grade.h"
#include "harness/grade/rubric.h"

static struct course course = {
    .exercise.name = "lock",
    .rubric = {.title = "Protect a counter", .points = {[STAGE_COMPILE] = 1, [STAGE_PROOF] = 8}},
};

#define IS_TEXT(text) MUST(memchr(text, '\0', sizeof(text)))

static void check_stage(const struct stage_result *stage)
{
	MUST(stage->name && stage->title);
	MUST(stage->end >= STAGE_PASSED && stage->end <= STAGE_SKIPPED);
	MUST(isfinite(stage->points) && isfinite(stage->most) && isfinite(stage->seconds));
	MUST(stage->points >= 0 && stage->points <= stage->most + 1e-9);
	IS_TEXT(stage->rests_on);
}

static void check(const struct grade *grade)
{
	MUST(strcmp(grade->exercise, "lock") == 0 && grade->title);
	MUST(isfinite(grade->points) && isfinite(grade->most) && isfinite(grade->seconds));
	MUST(grade->nr_stages <= MOST_STAGES && grade->certificate.nr_checks <= MOST_CHECKS);
	IS_TEXT(grade->file);
	IS_TEXT(grade->student);
	IS_TEXT(grade->started);
	for (size_t i = 0; i < grade->nr_stages; i++)
		check_stage(&grade->stage[i]);
}

static char *written(const struct grade *grade, size_t *size)
{
	struct complaint c;
	const struct grade_format *json = grade_format_find("json", &c);
	char *text = NULL;
	FILE *out = open_memstream(&text, size);

	MUST(json && out);
	MUST(json->write(grade, out) == 0);
	MUST(fclose(out) == 0);
	return text;
}

// Written, read and written again it is the same.
static void check_again(const struct grade *grade)
{
	struct grade again;
	struct complaint c;
	size_t size, size_again;
	char *text = written(grade, &size), *text_again;

	MUST(grade_load(&again, target_file(text, size), &course, &c) == 0);
	check(&again);
	text_again = written(&again, &size_again);
	MUST(size == size_again && memcmp(text, text_again, size) == 0);
	grade_fini(&again);
	free(text_again);
	free(text);
}

// Counted and printed, as one of a class. `batch` takes the grade.
static void check_class(const struct grade *grade)
{
	struct assignment assignment = {
	    .file = "lock.c", .course = &course, .student = "ada", .grade = *grade, .done = true};
	struct batch batch = {.assignment = &assignment, .nr = 1};
	static FILE *nowhere;
	struct tally tally;
	char text[FINDING];

	if (!nowhere)
		nowhere = fopen("/dev/null", "we");
	MUST(nowhere);
	MUST(tally_make(&tally, &batch) == 0);
	MUST(tally.nr <= 1 && tally.nr_bars >= 1 && tally.nr_bars <= MOST_BARS);
	MUST(strlen(tally_points_finding(&tally, text)) < FINDING - 1);
	MUST(strlen(tally_stages_finding(&tally, text)) < FINDING - 1);
	for (size_t i = 0; i < tally.nr_mistakes; i++)
		IS_TEXT(tally.mistake[i].what);
	tally_fini(&tally);
	MUST(class_write_csv(&batch, nowhere) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = target_file(data, size);
	struct grade grade;
	struct complaint c;
	int status = grade_load(&grade, path, &course, &c);

	MUST(status <= 0); /* the file is there */
	if (status) {
		target_check_complaint(&c);
		MUST(strstr(c.text, path));
		return 0;
	}
	check(&grade);
	check_again(&grade);
	check_class(&grade);
	grade_fini(&grade);
	return 0;
}
