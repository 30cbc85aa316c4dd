// SPDX-License-Identifier: MIT

#include "harness/grade/submission/preprocess.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/program/command.h"
#include "harness/grade/exercise.h"
#include "harness/grade/submission/directives.h"
#include "harness/grade/submission/fault.h"
#include "harness/grade/submission/making.h"
#include "harness/grade/submission/screen.h"
#include "harness/grade/submission/student_file.h"
#include "harness/grade/submission/submission.h"
#include "harness/grade/submission/system_headers.h"

static int write_copy(struct making *making, const struct student_file *student)
{
	FILE *out = fopen(making->copy, "we");
	bool written = out && fwrite(student->text, 1, student->size, out) == student->size;

	if (out)
		written &= fclose(out) == 0;
	return written ? 0 : complain_machine(making->c, "%s: %m", making->copy);
}

static int take_copy(struct making *making)
{
	struct student_file student;
	int error = student_file_read(&student, making->submission->file, making->fault, making->c);

	if (!error)
		error = directives_check(student.text, making->fault);
	if (!error)
		error = write_copy(making, &student);
	student_file_fini(&student);
	return error;
}

// No line is shown of a file that may turn out to be none of the student's; and a header is called
// what it was found as, where gcc would follow links.
static void say_of_its_own(struct making *making, struct command *command)
{
	if (compiler_is_clang(making->submission->folder)) {
		command_say(command, "-fno-caret-diagnostics");
		return;
	}
	command_say(command, "-fno-diagnostics-show-caret");
	command_say(command, "-fno-canonical-system-headers");
}

static void say_preprocess(struct making *making, struct command *command)
{
	static const char *const words[] = {
	    "-E",	  "-H", /* names each file that is read, also if it fails */
	    "-std=gnu11", "-pthread", "-fexceptions", "-D_GNU_SOURCE", "-U_FORTIFY_SOURCE", NULL};

	command_say(command, compiler_name());
	command_say_all(command, words);
	say_of_its_own(making, command);
	command_make(command, "-I%s", making->submission->exercise->folder);
	command_say(command, "-include");
	command_say(command, making->header);
	command_say(command, making->copy);
}

// "... /usr/include/stdio.h": one that was read. False for what else was said.
static bool is_read_line(const char *line, char path[PATH_MAX])
{
	size_t dots = strspn(line, ".");

	if (!dots || line[dots] != ' ')
		return false;
	snprintf(path, PATH_MAX, "%s", line + dots + 1);
	path[strcspn(path, "\n")] = '\0';
	return true;
}

static bool may_be_read(const struct making *making, const char *file)
{
	char path[PATH_MAX];

	return (realpath(file, path) && strcmp(path, making->header) == 0) ||
	       strcmp(file, making->copy) == 0 || system_headers_have(making->screen.headers, file);
}

// Whether all that was read may be read; leaves in FOLDER/errors only what else was said.
static int judge_read(struct making *making)
{
	char *said = making_read(making->errors, PREPROCESSED), path[PATH_MAX], *end;
	FILE *out = fopen(making->errors, "we");
	int error = said && out ? 0 : complain_machine(making->c, "%s: %m", making->errors);

	for (char *line = said; !error && line && *line; line = end) {
		end = strchr(line, '\n');
		end = end ? end + 1 : line + strlen(line);
		if (strncmp(line, "Multiple include guards", 23) == 0)
			break;
		if (!is_read_line(line, path))
			fwrite(line, 1, (size_t)(end - line), out);
		else if (!may_be_read(making, path))
			error = fault_say(making->fault,
					  "This includes %s, which is neither a system header nor "
					  "%s.",
					  path, making->header_name);
	}
	if (out)
		fclose(out);
	free(said);
	return error;
}

static int read_preprocessed(struct making *making, const char *output)
{
	making->text = making_read(output, PREPROCESSED);
	return making->text ? 0 : complain_machine(making->c, "%s: %m", output);
}

static int screen(struct making *making)
{
	FILE *out = fopen(making->submission->source, "we");
	int error;

	if (!out)
		return complain_machine(making->c, "%s: %m", making->submission->source);
	error = screen_pass(&making->screen, making->text, out, making->fault);
	if (fclose(out) && !error)
		error = complain_machine(making->c, "%s: %m", making->submission->source);
	return error;
}

// Nothing that the preprocessor said is shown before it is known what it read. That the screen says
// with the line; of what it has not seen, as the preprocessor gave up, it is known nevertheless.
static int read_and_screen(struct making *making)
{
	struct command command = {0};
	char output[160];
	int status, error;

	snprintf(output, sizeof output, "%s/preprocessed", making->submission->folder);
	say_preprocess(making, &command);
	status = making_run(making, &command, output, PREPROCESSED);
	if (status == 127)
		return making_no_compiler(making);
	error = read_preprocessed(making, output);
	if (!error)
		error = screen(making);
	if (!error)
		error = judge_read(making);
	if (!error && status)
		error = making_failed(making, making->copy);
	return error;
}

int preprocess(struct making *making)
{
	int error = take_copy(making);

	return error ? error : read_and_screen(making);
}
