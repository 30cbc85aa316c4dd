// SPDX-License-Identifier: MIT

// racelab grade FILE.c FILE.c ...: a class. Each grade is kept in DIR as soon as it is made, with
// the table of all beside it, so what was interrupted goes on with the same command.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/cli/cli.h"
#include "harness/cli/grade_ways.h"
#include "harness/complaint.h"
#include "harness/explore/program/folder.h"
#include "harness/export/whole.h"
#include "harness/grade/class.h"
#include "harness/interrupt.h"
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

static void tell_done(void *context, const struct batch *batch, size_t nr_done)
{
	(void)batch;
	(void)nr_done;
	progress_step(context, "grading");
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
	struct progress progress;
	struct keeping keeping;
	int status = open_keeping(&keeping, scene->asked->output, c);

	if (status)
		return status;
	batch->folder = keeping.folder;
	batch->jobs = scene->asked->jobs ? (unsigned)scene->asked->jobs : scene->topology.nr_pus;
	batch->tell = tell_done;
	batch->context = &progress;
	progress_begin(&progress, batch->nr);
	status = batch_grade(batch, &interrupt_signal, c);
	progress_end(&progress);
	if (status >= 0 && !keeping.made && write_table(batch, c))
		status = -1;
	if (keeping.made)
		folder_remove(keeping.folder);
	batch->folder = NULL;
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
	struct batch batch = {.assignment = calloc(asked->nr_files, sizeof *batch.assignment)};

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
	if (batch.nr && status >= 0)
		class_print(&batch, stdout);
	graded_close(&graded);
	if (status > 0)
		status = EXIT_SIGNAL + interrupt_waits();
	else
		status = status ? cli_complain(&c) : exit_of(&batch);
	batch_fini(&batch);
	return status;
}
