// SPDX-License-Identifier: MIT

// racelab grade FILE.c: the certificate, then the grade, in the format that is asked for.

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/cli/cli.h"
#include "harness/cli/grade_options.h"
#include "harness/cli/grade_ways.h"
#include "harness/complaint.h"
#include "harness/grade/conduct.h"
#include "harness/grade/class/stored.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"
#include "harness/interrupt.h"

enum {
	NAME = 64,
};

// The exercise that a file is of: the one it is called as.
static const char *exercise_of(const struct grade_asked *asked, char name[NAME])
{
	const char *file, *slash;

	if (asked->exercise)
		return asked->exercise;
	file = asked->files[0];
	slash = strrchr(file, '/');
	file = slash ? slash + 1 : file;
	snprintf(name, NAME, "%.*s", (int)strcspn(file, "."), file);
	return name;
}

// Nobody's file, where anybody's could be graded: that is all there is to say.
static int tell_place(const struct grade *grade)
{
	char *checks = told_certificate(grade);

	printf("%s\n\nFiles of the exercise %s can be graded here.\n", checks, grade->exercise);
	free(checks);
	return 0;
}

// To the file that was asked for, which is whole or not there; else to standard output.
static int write_out(const struct grade *grade, const struct grade_asked *asked,
		     struct complaint *c)
{
	const struct grade_format *format =
	    asked->format ? asked->format : grade_format_find("text", c);

	return format ? grade_put(grade, format, asked->output, c) : -1;
}

static int exit_of(const struct grade *grade)
{
	if (!grade->certificate.holds)
		return EXIT_MACHINE;
	return grade->points >= grade->most ? EXIT_DONE : EXIT_FAIL;
}

// A machine's fault in the middle of it: it cannot be graded here, and says so in the grader's
// form, in which no stage that it came to counts.
static void cannot(const struct graded_course *graded, const char *file, struct grade *grade,
		   const struct complaint *c)
{
	struct certificate certificate = grade->certificate;
	struct check *check =
	    &certificate.check[certificate.nr_checks < MOST_CHECKS ? certificate.nr_checks++
								   : MOST_CHECKS - 1];

	check->holds = certificate.holds = false;
	snprintf(check->what, sizeof check->what, "all stages can be gone through");
	snprintf(check->found, sizeof check->found, "%.190s", c->text);
	grade_fini(grade);
	course_ungraded(&graded->course, file, &certificate, grade);
}

static int grade_file(struct graded_course *graded, const struct grade_asked *asked,
		      struct grade *grade, struct complaint *c)
{
	const char *file = asked->nr_files ? asked->files[0] : "";
	struct certificate certificate;
	int status;

	if (asked->nr_files && access(file, R_OK))
		return complain(c, "%s: %s", file, strerror(errno));
	grade_tell("trying the place");
	status = course_certify(&graded->course, &certificate, c);
	if (status)
		return status;
	grade_tell("grading");
	if (asked->nr_files && certificate.holds)
		status = course_grade(&graded->course, file, &certificate, grade, c);
	else
		course_ungraded(&graded->course, file, &certificate, grade);
	if (status < 0 && c->kind == COMPLAINT_MACHINE) {
		cannot(graded, file, grade, c);
		return 0;
	}
	return status;
}

int grade_one(struct grade_scene *scene)
{
	static struct graded_course graded;
	static struct grade grade;
	char name[NAME];
	struct complaint c;
	int status = graded_open(&graded, scene, exercise_of(scene->asked, name), &c);

	if (!status)
		status = grade_file(&graded, scene->asked, &grade, &c);
	grade_tell(NULL);
	if (!status && !scene->asked->nr_files && grade.certificate.holds)
		status = tell_place(&grade);
	else if (!status)
		status = write_out(&grade, scene->asked, &c);
	graded_close(&graded);
	if (status > 0)
		return EXIT_SIGNAL + interrupt_waits();
	status = status ? cli_complain(&c) : exit_of(&grade);
	grade_fini(&grade);
	return status;
}
