// SPDX-License-Identifier: MIT

#include "harness/grade/submission/build.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/complaint.h"
#include "harness/explore/program/command.h"
#include "harness/explore/program/kept.h"
#include "harness/grade/exercise.h"
#include "harness/grade/submission/fault.h"
#include "harness/grade/submission/making.h"
#include "harness/grade/submission/names.h"
#include "harness/grade/submission/object.h"
#include "harness/grade/submission/submission.h"

static int compile_student(struct making *making, const char *object)
{
	/* -fexceptions: a thread's end by pthread_exit runs its cleanups */
	static const char *const words[] = {"-std=gnu11", "-c",		  "-O2",	 "-fPIC",
					    "-pthread",	  "-fexceptions", "-fno-common", "-Wall",
					    "-Wextra",	  "-o",		  NULL};
	const struct submission *submission = making->submission;
	struct command command = {0};
	int status;

	command_say(&command, compiler_name());
	command_say(&command, "-Werror=implicit-function-declaration");
	command_say_all(&command, words);
	command_say(&command, object);
	command_say(&command, submission->source);
	status = making_run(making, &command, NULL, COMPILED);
	if (status == 127)
		return making_no_compiler(making);
	if (status)
		return making_failed(making, submission->file);
	making->submission->warnings = making_said(making, submission->file);
	return 0;
}

// The frame as it is raced, the same for all submissions of an exercise.
static int compile_frame(struct making *making, const char *object)
{
	static const char *const words[] = {
	    "-std=gnu11", "-D_GNU_SOURCE", "-O2", "-fPIC", "-pthread",
	    "-r",	  "-nostdlib",	   "-o",  NULL};
	static struct kept kept;
	const struct exercise *exercise = making->submission->exercise;
	struct command command = {0};
	char made_by[PATH_MAX + 64];

	snprintf(made_by, sizeof made_by, "%s %s", compiler_name(), exercise->folder);
	if (kept_write(&kept, made_by, object))
		return 0;
	command_say(&command, compiler_name());
	command_say_all(&command, words);
	command_say(&command, object);
	command_make(&command, "-I%s", exercise->root);
	command_make(&command, "%s/frame.c", exercise->folder);
	command_make(&command, "%s/harness/grade/frames/raced.c", exercise->root);
	if (making_run(making, &command, NULL, COMPILED))
		return complain_machine(making->c, "the frame of %s does not compile",
					exercise->name);
	kept_read(&kept, made_by, object);
	return 0;
}

// Of the student's names the frame sees those that the header declares; no other reaches anything.
static int localise(struct making *making, const char *object)
{
	struct command command = {0};

	command_say(&command, "objcopy");
	command_make(&command, "--keep-global-symbols=%s", making->submission->exports);
	command_say(&command, object);
	if (making_run(making, &command, NULL, COMPILED))
		return complain_machine(making->c, "objcopy did not do its work: is binutils "
						   "there? apt-get install binutils");
	return 0;
}

static int link_both(struct making *making, const char *frame, const char *student)
{
	static const char *const words[] = {
	    "-shared",	"-nostartfiles",
	    "-pthread", "-Wl,-Bsymbolic,-z,defs,-z,now,-z,relro,-z,noexecstack",
	    "-o",	NULL,
	};
	struct command command = {0};

	command_say(&command, compiler_name());
	command_say_all(&command, words);
	command_say(&command, making->submission->object);
	command_say(&command, frame);
	command_say(&command, student);
	if (making_run(making, &command, NULL, COMPILED)) {
		char *said = making_said(making, student);

		fault_say(making->fault, "%s cannot be linked:\n%s", making_base(making),
			  said ? said : "");
		free(said);
		return 1;
	}
	return 0;
}

int build(struct making *making)
{
	const char *folder = making->submission->folder;
	char student[128], frame[128];
	int error;

	snprintf(student, sizeof student, "%.60s/student.o", folder);
	snprintf(frame, sizeof frame, "%.60s/frame.o", folder);
	error = compile_student(making, student);
	if (!error)
		error = object_sections_check(student, folder, making->fault, making->c);
	if (!error)
		error = compile_frame(making, frame);
	if (!error)
		error = names_check(making, frame, student);
	if (!error)
		error = localise(making, student);
	return error ? error : link_both(making, frame, student);
}
