// SPDX-License-Identifier: MIT

// racelab grade: from a student's file to points. Here is what all its ways need: the exercise, its
// rubric and reference, and the machine.

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/assets.h"
#include "harness/cli/cli.h"
#include "harness/cli/grade_options.h"
#include "harness/cli/grade_ways.h"
#include "harness/complaint.h"
#include "harness/grade/conduct.h"
#include "harness/grade/exercise.h"
#include "harness/grade/rubric.h"
#include "harness/grade/submission/submission.h"
#include "harness/interrupt.h"
#include "harness/machine/topology.h"
#include "harness/terminal/terminal.h"
#include "harness/trial/sandbox.h"

void grade_tell(const char *what)
{
	if (!terminal_redraws(stderr))
		return;
	fprintf(stderr, "\r\033[K%s%s", what ? what : "", what ? " ..." : "");
	fflush(stderr);
}

static int open_reference(struct graded_course *graded, const char *file, struct complaint *c)
{
	struct course *course = &graded->course;
	char *fault = NULL;
	int status = submission_open(&graded->reference, &course->exercise, file, &course->rubric,
				     &fault, c);

	if (status > 0)
		status = complain(c, "the reference %s: %.300s", file, fault ? fault : "");
	free(fault);
	if (!status)
		course->reference = &graded->reference;
	return status;
}

// The one that was named; else the exercise's own, if this is a place where it lies.
static int find_reference(struct graded_course *graded, const char *asked, struct complaint *c)
{
	char file[PATH_MAX + 16];

	if (graded->course.rubric.points[STAGE_SPEED] <= 0)
		return 0;
	if (asked)
		return open_reference(graded, asked, c);
	snprintf(file, sizeof file, "%s/solution.c", graded->course.exercise.folder);
	return access(file, R_OK) ? 0 : open_reference(graded, file, c);
}

int graded_open(struct graded_course *graded, const struct grade_scene *scene, const char *exercise,
		struct complaint *c)
{
	const struct grade_asked *asked = scene->asked;
	struct course *course = &graded->course;
	char rubric[EXERCISE_PATH];

	*graded = (struct graded_course){.course = {.topology = &scene->topology,
						    .interrupted = &interrupt_signal,
						    .quiet_fd = scene->quiet_fd}};
	if (exercise_find(&course->exercise, exercise, scene->root, c))
		return -1;
	if (rubric_read(&course->rubric,
			asked->rubric ? asked->rubric : exercise_rubric(&course->exercise, rubric),
			scene->topology.nr_pus, c))
		return -1;
	return find_reference(graded, asked->reference, c);
}

void graded_close(struct graded_course *graded)
{
	if (graded->course.reference)
		submission_close(&graded->reference);
}

static int go(struct grade_scene *scene)
{
	if (scene->asked->matrix)
		return grade_matrix(scene);
	return scene->asked->nr_files > 1 ? grade_class(scene) : grade_one(scene);
}

// A file of its own for each opening of it: locks are the opening's.
static int open_quiet(void)
{
	return memfd_create("quiet", MFD_CLOEXEC);
}

static int with_machine(struct grade_scene *scene)
{
	struct complaint c;
	int status;

	if (topology_load(&scene->topology, &c))
		return cli_complain(&c);
	scene->quiet_fd = open_quiet();
	status = go(scene);
	grade_tell(NULL);
	close(scene->quiet_fd);
	topology_fini(&scene->topology);
	return status;
}

static int prepared(struct grade_scene *scene)
{
	struct complaint c;
	char *root = assets_root(&c);
	int status;

	if (!root || sandbox_prepare(&c)) {
		status = cli_complain(&c);
	} else {
		scene->root = root;
		interrupt_catch();
		status = with_machine(scene);
	}
	free(root);
	return status;
}

int grade_main(int argc, char **argv)
{
	struct grade_asked asked = {0};
	struct grade_scene scene = {.asked = &asked};
	int status = cli_parse(&grade_argp, argc, argv, &asked);

	if (!status)
		status = prepared(&scene);
	free(asked.files);
	return status;
}
