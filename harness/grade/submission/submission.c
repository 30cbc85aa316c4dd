// SPDX-License-Identifier: MIT

#include "harness/grade/submission/submission.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/program/folder.h"
#include "harness/grade/submission/build.h"
#include "harness/grade/submission/making.h"
#include "harness/grade/submission/object.h"
#include "harness/grade/submission/preprocess.h"
#include "harness/grade/submission/screen.h"
#include "harness/grade/submission/system_headers.h"

static int prepare(struct making *making)
{
	struct submission *submission = making->submission;
	const struct exercise *exercise = submission->exercise;
	char header[PATH_MAX + 64];

	if (folder_make(submission->folder, sizeof submission->folder, making->c))
		return -1;
	snprintf(submission->source, sizeof submission->source, "%s/student.i", submission->folder);
	snprintf(submission->object, sizeof submission->object, "%s/raced.so", submission->folder);
	snprintf(submission->exports, sizeof submission->exports, "%s/exports", submission->folder);
	snprintf(submission->frame, sizeof submission->frame, "%s/frame.c", exercise->folder);
	snprintf(making->copy, sizeof making->copy, "%s/student.c", submission->folder);
	snprintf(making->errors, sizeof making->errors, "%s/errors", submission->folder);
	snprintf(making->header_name, sizeof making->header_name, "%s.h", exercise->name);
	snprintf(header, sizeof header, "%s/%s", exercise->folder, making->header_name);
	if (!realpath(header, making->header))
		return complain(making->c, "%s: %m", header);
	making->screen = (struct screen){
	    .headers = system_headers(submission->folder, making->c),
	    .copy = making->copy,
	    .file = submission->file,
	    .header = making->header,
	    .header_name = making->header_name,
	};
	return making->screen.headers ? 0 : -1;
}

static void making_fini(struct making *making)
{
	object_names_fini(&making->frame);
	object_names_fini(&making->student);
	free(making->text);
}

int submission_open(struct submission *submission, const struct exercise *exercise,
		    const char *file, const struct rubric *rubric, char **fault,
		    struct complaint *c)
{
	struct making making = {.submission = submission, .rubric = rubric, .fault = fault, .c = c};
	int error;

	*submission = (struct submission){.exercise = exercise};
	*fault = NULL;
	if (strlen(file) >= sizeof submission->file)
		return complain(c, "the path of %.60s... is too long", file);
	strcpy(submission->file, file);
	error = prepare(&making);
	if (!error)
		error = preprocess(&making);
	if (!error)
		error = build(&making);
	making_fini(&making);
	return error;
}

void submission_close(struct submission *submission)
{
	folder_remove(submission->folder);
	free(submission->warnings);
	*submission = (struct submission){0};
}

struct source submission_source(const struct submission *submission, unsigned tasks,
				unsigned rounds)
{
	return (struct source){
	    .file = submission->source,
	    .root = submission->exercise->root,
	    .tasks = tasks,
	    .ops = rounds,
	    .frame = submission->frame,
	    .exports = submission->exports,
	};
}
