// SPDX-License-Identifier: MIT

// racelab grade FILE.c FILE.c ...: a class. Each grade is kept in DIR as soon as it is made, with
// the table and figures of all beside it, so what was interrupted goes on with the same command.

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/cli/cli.h"
#include "harness/cli/grade_figures.h"
#include "harness/cli/grade_options.h"
#include "harness/cli/grade_ways.h"
#include "harness/complaint.h"
#include "harness/explore/program/folder.h"
#include "harness/export/whole.h"
#include "harness/grade/class/batch.h"
#include "harness/grade/class/class.h"
#include "harness/grade/class/tally.h"
#include "harness/grade/conduct.h"
#include "harness/grade/grade.h"
#include "harness/interrupt.h"
#include "harness/machine/topology.h"
#include "harness/terminal/progress.h"

// Where grades are kept: the folder that was asked for, else one that is removed in the end.
struct keeping {
	char folder[PATH_MAX];
	bool made;
};

static int open_keeping(struct keeping *keeping, const char *asked, struct complaint *c)
{
	keeping->made = !asked;
	if (!asked)
		return folder_make(keeping->folder, sizeof keeping->folder, c);
	if (strlen(asked) + 200 > sizeof keeping->folder)
		return complain(c, "the path of %.60s... is too long", asked);
	strcpy(keeping->folder, asked);
	if (mkdir(asked, 0777) == 0 || errno == EEXIST)
		return 0;
	return complain_machine(c, "%s: %s", asked, strerror(errno));
}

// What is told while a batch is graded, on a terminal alone.
struct telling {
	struct progress progress;
	bool begun, kept; /* the folder was asked for */
	size_t nr_earlier;
};

// Where the grades go, and what is there from before, which takes no time.
static void tell_begin(struct telling *telling, const struct batch *batch, size_t nr_earlier)
{
	telling->begun = true;
	telling->nr_earlier = nr_earlier;
	progress_begin(&telling->progress, batch->nr - nr_earlier);
	if (!telling->progress.shown)
		return;
	if (!telling->kept)
		fprintf(stderr, "grading %zu files, %u at once", batch->nr, batch->jobs);
	else
		fprintf(stderr, "grading %zu files into %s, %u at once", batch->nr, batch->folder,
			batch->jobs);
	if (nr_earlier)
		fprintf(stderr, "; %zu are there already", nr_earlier);
	fputc('\n', stderr);
	if (batch->nr > nr_earlier)
		grade_tell("grading the first");
}

static void tell_done(void *context, const struct batch *batch, size_t nr_done)
{
	struct telling *telling = context;
	char far[64];

	if (!telling->begun) {
		tell_begin(telling, batch, nr_done);
		return;
	}
	snprintf(far, sizeof far, "%zu of %zu graded", nr_done, batch->nr);
	progress_step(&telling->progress, far);
}

static int write_table(const struct batch *batch, struct complaint *c)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof path, "%s/class.csv", batch->folder);
	return whole_write(path, class_write_csv, batch, c);
}

static int exit_of(const struct batch *batch)
{
	int worst = EXIT_DONE;

	for (size_t i = 0; i < batch->nr; i++) {
		const struct assignment *assignment = &batch->assignment[i];

		if (!assignment->done || !assignment->grade.certificate.holds)
			return EXIT_MACHINE;
		if (assignment->grade.points < assignment->grade.most)
			worst = EXIT_FAIL;
	}
	return worst;
}

int grade_batch(struct grade_scene *scene, struct batch *batch, struct complaint *c)
{
	struct telling telling = {.kept = scene->asked->output};
	struct keeping keeping;
	int status = open_keeping(&keeping, scene->asked->output, c);

	if (status)
		return status;
	batch->folder = keeping.folder;
	batch->jobs = scene->asked->jobs ? (unsigned)scene->asked->jobs : scene->topology.nr_pus;
	batch->tell = tell_done;
	batch->context = &telling;
	status = batch_grade(batch, &interrupt_signal, c);
	progress_end(&telling.progress);
	if (status >= 0 && !keeping.made && write_table(batch, c))
		status = -1;
	if (keeping.made)
		folder_remove(keeping.folder);
	batch->folder = NULL;
	batch->context = NULL;
	return status;
}

int grade_certify(struct graded_course *graded, struct certificate *certificate,
		  struct complaint *c)
{
	int status;

	grade_tell("trying the place");
	status = course_certify(&graded->course, certificate, c);
	grade_tell(NULL);
	for (size_t i = 0; i < certificate->nr_checks && !status; i++)
		if (!certificate->check[i].holds)
			status = complain_machine(c, "nobody can be graded here: %s: %s",
						  certificate->check[i].what,
						  certificate->check[i].found);
	return status;
}

static struct batch make_batch(const struct grade_asked *asked, struct course *course,
			       const struct certificate *certificate)
{
	struct batch batch = {.assignment = calloc(asked->nr_files + 1, sizeof *batch.assignment)};

	for (size_t i = 0; batch.assignment && i < asked->nr_files; i++)
		batch.assignment[batch.nr++] = (struct assignment){
		    .file = asked->files[i], .course = course, .certificate = certificate};
	return batch;
}

static int grade_files(struct grade_scene *scene, struct graded_course *graded, struct batch *batch,
		       struct complaint *c)
{
	static struct certificate certificate;
	int status;

	for (size_t i = 0; i < scene->asked->nr_files; i++)
		if (access(scene->asked->files[i], R_OK))
			return complain(c, "%s: %s", scene->asked->files[i], strerror(errno));
	status = grade_certify(graded, &certificate, c);
	if (status)
		return status;
	*batch = make_batch(scene->asked, &graded->course, &certificate);
	return batch->nr ? grade_batch(scene, batch, c) : complain_machine(c, "no memory");
}

// The table, the mistakes, and the figures where they are kept.
static int tell_class(const struct grade_scene *scene, struct batch *batch, bool whole,
		      struct complaint *c)
{
	struct tally tally;
	int error = class_print(batch, stdout), status = 0;

	if (error)
		return complain_machine(c, "the table: %s", strerror(error));
	error = tally_make(&tally, batch);
	if (!error)
		error = class_print_mistakes(&tally, stdout);
	if (error) {
		status = complain_machine(c, "the mistakes: %s", strerror(error));
	} else if (whole && scene->asked->output) {
		batch->folder = scene->asked->output;
		status = grade_figures(batch, &tally, c);
	}
	tally_fini(&tally);
	return status;
}

int grade_class(struct grade_scene *scene)
{
	static struct graded_course graded;
	struct batch batch = {0};
	struct complaint c;
	int status;

	if (!scene->asked->exercise) {
		complain(&c, "of which exercise? --exercise NAME; racelab exercise lists them");
		return cli_complain(&c);
	}
	status = graded_open(&graded, scene, scene->asked->exercise, &c);
	if (!status)
		status = grade_files(scene, &graded, &batch, &c);
	if (batch.nr && status >= 0 && tell_class(scene, &batch, status == 0, &c))
		status = -1;
	graded_close(&graded);
	if (status > 0)
		status = EXIT_SIGNAL + interrupt_waits();
	else
		status = status ? cli_complain(&c) : exit_of(&batch);
	batch_fini(&batch);
	return status;
}
