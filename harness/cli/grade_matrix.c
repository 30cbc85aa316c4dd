// SPDX-License-Identifier: MIT

// racelab grade --matrix: racelab's own mutants and right solutions through the grades that
// students get. Every mutant is to be caught by the stage that it says, and no right solution to
// lose a point.

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/cli/grade_options.h"
#include "harness/cli/grade_ways.h"
#include "harness/complaint.h"
#include "harness/grade/class/batch.h"
#include "harness/grade/conduct.h"
#include "harness/grade/exercise.h"
#include "harness/grade/grade.h"
#include "harness/grade/class/class.h"
#include "harness/grade/specimens.h"
#include "harness/interrupt.h"

// An exercise that some of them are of.
struct held {
	struct graded_course graded;
	struct certificate certificate;
};

struct matrix {
	struct grade_scene *scene;
	struct held *held[MOST_EXERCISES];
	size_t nr_held;
	struct batch batch;
	char (*files)[PATH_MAX + 160];
};

static int hold(struct matrix *matrix, const char *exercise, struct held **found,
		struct complaint *c)
{
	struct held *held;
	int status;

	for (size_t i = 0; i < matrix->nr_held; i++) {
		*found = matrix->held[i];
		if (strcmp((*found)->graded.course.exercise.name, exercise) == 0)
			return 0;
	}
	held = matrix->nr_held < MOST_EXERCISES ? calloc(1, sizeof *held) : NULL;
	if (!held)
		return complain_machine(c, "no room for so many exercises");
	*found = matrix->held[matrix->nr_held++] = held;
	status = graded_open(&held->graded, matrix->scene, exercise, c);
	return status ? status : grade_certify(&held->graded, &held->certificate, c);
}

static int add(struct matrix *matrix, const struct specimen *specimen, struct complaint *c)
{
	char *file = matrix->files[matrix->batch.nr];
	struct held *held = NULL;
	int status = hold(matrix, specimen->exercise, &held, c);

	if (status)
		return status;
	snprintf(file, sizeof *matrix->files, "%s/benches/%s/%s.c", matrix->scene->root,
		 specimen->killer ? "mutants" : "solutions", specimen->name);
	matrix->batch.assignment[matrix->batch.nr++] = (struct assignment){
	    .file = file, .course = &held->graded.course, .certificate = &held->certificate};
	return 0;
}

// With --exercise, those of it alone.
static int gather(struct matrix *matrix, struct complaint *c)
{
	const char *only = matrix->scene->asked->exercise;
	const struct specimen *all;
	size_t nr = specimens(&all);
	int status = 0;

	matrix->batch.assignment = calloc(nr, sizeof *matrix->batch.assignment);
	matrix->files = calloc(nr, sizeof *matrix->files);
	if (!matrix->batch.assignment || !matrix->files)
		return complain_machine(c, "no memory");
	for (size_t i = 0; i < nr && !status; i++)
		if (!only || strcmp(only, all[i].exercise) == 0)
			status = add(matrix, &all[i], c);
	if (!status && !matrix->batch.nr)
		return complain(c, "'%s' is no exercise with mutants; racelab exercise lists them",
				only);
	return status;
}

static const struct specimen *specimen_of(const struct assignment *assignment)
{
	const struct specimen *all;
	size_t nr = specimens(&all);

	for (size_t i = 0; i < nr; i++)
		if (strcmp(all[i].name, assignment->student) == 0)
			return &all[i];
	return NULL;
}

// Whether the stage that is said to catch it did; "proof rc11" is the stage proof, and not under
// sc.
static bool is_caught(const struct grade *grade, const char *killer)
{
	size_t length = strcspn(killer, " ");
	const char *model = killer[length] ? killer + length + 1 : "";

	for (size_t i = 0; i < grade->nr_stages; i++) {
		const struct stage_result *stage = &grade->stage[i];

		if (strlen(stage->name) == length && strncmp(stage->name, killer, length) == 0)
			return stage->killed_by && stage->end != STAGE_PASSED && !stage->undone &&
			       strncmp(stage->killed_by, model, strlen(model)) == 0;
	}
	return false;
}

static bool is_as_said(const struct assignment *assignment, const struct specimen *specimen)
{
	const struct grade *grade = &assignment->grade;

	if (!assignment->done || !grade->certificate.holds)
		return false;
	if (specimen->killer)
		return grade->points < grade->most && is_caught(grade, specimen->killer);
	return grade->points >= grade->most;
}

static int judge(const struct matrix *matrix)
{
	unsigned caught = 0, right = 0, wrong = 0;

	for (size_t i = 0; i < matrix->batch.nr; i++) {
		const struct assignment *assignment = &matrix->batch.assignment[i];
		const struct specimen *specimen = specimen_of(assignment);

		if (is_as_said(assignment, specimen))
			*(specimen->killer ? &caught : &right) += 1;
		else
			wrong++;
		if (!is_as_said(assignment, specimen))
			printf("not as it says: %s is to be %s%s\n", specimen->name,
			       specimen->killer ? "caught by " : "given all points",
			       specimen->killer ? specimen->killer : "");
	}
	printf("%u mutants caught, %u right solutions with all points, %u not as they say\n",
	       caught, right, wrong);
	return wrong ? EXIT_FAIL : EXIT_DONE;
}

static void fini(struct matrix *matrix)
{
	batch_fini(&matrix->batch);
	for (size_t i = 0; i < matrix->nr_held; i++) {
		graded_close(&matrix->held[i]->graded);
		free(matrix->held[i]);
	}
	free(matrix->files);
}

int grade_matrix(struct grade_scene *scene)
{
	static struct matrix matrix;
	struct complaint c;
	int status;

	matrix = (struct matrix){.scene = scene};
	status = gather(&matrix, &c);
	if (!status)
		status = grade_batch(scene, &matrix.batch, &c);
	if (matrix.batch.nr && status >= 0)
		class_print(&matrix.batch, stdout);
	if (status > 0)
		status = EXIT_SIGNAL + interrupt_waits();
	else
		status = status ? cli_complain(&c) : judge(&matrix);
	fini(&matrix);
	return status;
}
