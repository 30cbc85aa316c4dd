// SPDX-License-Identifier: MIT

#include "harness/grade/submission.h"

#include <fnmatch.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/program/command.h"
#include "harness/explore/program/folder.h"
#include "harness/explore/program/kept.h"
#include "harness/explore/program/tool.h"
#include "harness/grade/directives.h"
#include "harness/grade/fault.h"
#include "harness/grade/object.h"
#include "harness/grade/screen.h"
#include "harness/grade/student_file.h"
#include "harness/grade/system_headers.h"

enum {
	COMPILE_S = 10,		/* of a PU, for one process; of time, three times that */
	PREPROCESSED = 4 << 20, /* bytes; all of glibc's headers have less */
	COMPILED = 16 << 20,	/* bytes of any other file */
	WARNINGS = 6000,	/* bytes of what a compiler says: nobody reads more */
};

#define COMPILE_MEMORY (UINT64_C(1) << 30)

// What all steps of one submission see.
struct making {
	struct submission *submission;
	const struct rubric *rubric;
	char header_name[48];  /* "lock.h" */
	char header[PATH_MAX]; /* canonical */
	char copy[128];	       /* FOLDER/student.c */
	char errors[128];      /* FOLDER/errors: what a tool said last */
	char *text;	       /* preprocessed */
	struct screen screen;
	struct object_names frame, student;
	char **fault;
	struct complaint *c;
};

static const char *base_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

// At most `most` bytes of a file, on the heap, with a zero behind; NULL if it cannot be read.
static char *read_file(const char *file, size_t most)
{
	FILE *in = fopen(file, "re");
	char *text = in ? calloc(1, most + 1) : NULL;

	if (text)
		(void)!fread(text, 1, most, in);
	if (in)
		fclose(in);
	return text;
}

// --- What a tool said.

// The text with the file called by its bare name wherever it is named.
static char *renamed(const char *text, const char *from, const char *to)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	if (!out)
		return NULL;
	for (const char *found; (found = strstr(text, from)); text = found + strlen(from))
		fprintf(out, "%.*s%s", (int)(found - text), text, to);
	fputs(text, out);
	fclose(out);
	return result;
}

// What a compiler said of the student's file, as it is shown; NULL: nothing.
static char *said_of(const struct making *making, const char *file)
{
	char *text = read_file(making->errors, WARNINGS), *shown = NULL;

	if (text && text[0])
		shown = renamed(text, file, base_of(making->submission->file));
	free(text);
	return shown;
}

static int run_tool(struct making *making, struct command *command, const char *output,
		    uint64_t file_bytes)
{
	const struct tool_bounds bounds = {
	    .wall_ns = UINT64_C(3000000000) * COMPILE_S,
	    .cpu_s = COMPILE_S,
	    .memory_bytes = COMPILE_MEMORY,
	    .file_bytes = file_bytes,
	    .folder = making->submission->folder,
	};

	return tool_run_within(&bounds, command->word, output, making->errors);
}

static int complain_compiler(struct making *making)
{
	return complain_machine(making->c,
				"no compiler: %s is not there; apt-get install gcc, or name one "
				"with CC=",
				compiler_name());
}

// A compiler that failed without a word about a line of the file has met one of its bounds.
static int judge_failure(struct making *making, const char *file)
{
	const char *base = base_of(making->submission->file);
	char *said = said_of(making, file), *place;
	int length = snprintf(NULL, 0, "%s:", base);

	place = said ? strstr(said, base) : NULL;
	if (place && strncmp(place + length - 1, ":", 1) == 0 && strstr(said, "error:"))
		fault_say(making->fault, "%s does not compile:\n%s", base, said);
	else
		fault_say(making->fault,
			  "%s does not compile: that takes more than %d s of time, %d MB of memory "
			  "or %d MB of output.%s%s",
			  base, COMPILE_S, (int)(COMPILE_MEMORY >> 20), COMPILED >> 20,
			  said ? "\n" : "", said ? said : "");
	free(said);
	return 1;
}

// --- From the file to what the preprocessor makes of it.

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

static void say_preprocess(struct making *making, struct command *command)
{
	static const char *const words[] = {
	    "-E",	  "-H", /* names each file that is read, also if it fails */
	    "-std=gnu11", "-pthread", "-fexceptions", "-D_GNU_SOURCE", "-U_FORTIFY_SOURCE", NULL};

	command_say(command, compiler_name());
	command_say_all(command, words);
	/* no line of a file that may turn out to be none of the student's */
	command_say(command, compiler_is_clang(making->submission->folder)
				 ? "-fno-caret-diagnostics"
				 : "-fno-diagnostics-show-caret");
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
	char *said = read_file(making->errors, PREPROCESSED), path[PATH_MAX], *end;
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
	making->text = read_file(output, PREPROCESSED);
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
static int preprocess(struct making *making)
{
	struct command command = {0};
	char output[160];
	int status, error;

	snprintf(output, sizeof output, "%s/preprocessed", making->submission->folder);
	say_preprocess(making, &command);
	status = run_tool(making, &command, output, PREPROCESSED);
	if (status == 127)
		return complain_compiler(making);
	error = read_preprocessed(making, output);
	if (!error)
		error = screen(making);
	if (!error)
		error = judge_read(making);
	if (!error && status)
		error = judge_failure(making, making->copy);
	return error;
}

// --- To an object.

static int compile_student(struct making *making, const char *object)
{
	/* -fexceptions: a thread's end by pthread_exit runs its cleanups */
	static const char *const words[] = {"-std=gnu11",   "-c",	   "-O2",   "-fPIC", "-pthread",
					    "-fexceptions", "-fno-common", "-Wall", "-Wextra",
					    "-o",	    NULL};
	const struct submission *submission = making->submission;
	struct command command = {0};
	int status;

	command_say(&command, compiler_name());
	command_say(&command, "-Werror=implicit-function-declaration");
	command_say_all(&command, words);
	command_say(&command, object);
	command_say(&command, submission->source);
	status = run_tool(making, &command, NULL, COMPILED);
	if (status == 127)
		return complain_compiler(making);
	if (status)
		return judge_failure(making, submission->file);
	making->submission->warnings = said_of(making, submission->file);
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
	if (run_tool(making, &command, NULL, COMPILED))
		return complain_machine(making->c, "the frame of %s does not compile",
					exercise->name);
	kept_read(&kept, made_by, object);
	return 0;
}

// --- What it calls and what it is.

static bool is_in_rubric(const struct rubric *rubric, const char *name)
{
	for (size_t i = 0; i < rubric->nr_calls; i++)
		if (fnmatch(rubric->call[i], name, 0) == 0)
			return true;
	return false;
}

// What compilers call of their own accord, and what <errno.h> and <assert.h> do.
static bool is_compilers(const char *name)
{
	static const char *const names[] = {
	    "memset",		"memcpy",	 "memmove",	     "memcmp",
	    "__errno_location", "__assert_fail", "__stack_chk_fail", "_GLOBAL_OFFSET_TABLE_",
	    "_Unwind_Resume",	"__gcc_personality_v0"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

// What frame and header give to be called: once_make of the exercise `once`.
static bool is_given(const struct making *making, const char *name)
{
	const struct object_name *given = object_find(&making->frame, name);

	return given && object_defines(given) &&
	       screen_header_has(&making->screen, making->text, name);
}

static void list_calls(const struct making *making, char *text, size_t size)
{
	const struct rubric *rubric = making->rubric;
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < rubric->nr_calls && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s", i ? ", " : "",
					   rubric->call[i]);
	if (!rubric->nr_calls)
		snprintf(text, size, "nothing");
}

static int refuse_call(struct making *making, const char *name)
{
	unsigned line = screen_line_of(&making->screen, making->text, name);
	char allowed[1024];

	list_calls(making, allowed, sizeof allowed);
	if (line)
		return fault_say(making->fault,
				 "line %u: %s may not be used here. What may be called: %s.", line,
				 name, allowed);
	return fault_say(making->fault,
			 "What is compiled of it calls %s, which may not be used here. What may be "
			 "called: %s.",
			 name, allowed);
}

static int check_calls(struct making *making)
{
	for (size_t i = 0; i < making->student.nr; i++) {
		const struct object_name *name = &making->student.name[i];

		if (name->kind == 'i')
			return fault_say(making->fault,
					 "%s is chosen when it is loaded; define an "
					 "ordinary function.",
					 name->name);
		if (!object_defines(name) && !is_compilers(name->name) &&
		    !is_in_rubric(making->rubric, name->name) && !is_given(making, name->name))
			return refuse_call(making, name->name);
	}
	return 0;
}

static bool is_students(const struct making *making, const struct object_name *name)
{
	return !object_defines(name) &&
	       screen_header_has(&making->screen, making->text, name->name);
}

// All that the frame leaves to the student is there; writes the list of it, one a line, to `out`.
static int check_defined(struct making *making, FILE *out)
{
	char missing[400] = "";
	size_t length = 0;

	for (size_t i = 0; i < making->frame.nr; i++) {
		const struct object_name *name = &making->frame.name[i], *found;

		if (!is_students(making, name))
			continue;
		fprintf(out, "%s\n", name->name);
		found = object_find(&making->student, name->name);
		if ((!found || !object_defines(found)) && length < sizeof missing)
			length += (size_t)snprintf(missing + length, sizeof missing - length,
						   "%s%s", length ? ", " : "", name->name);
	}
	return missing[0]
		   ? fault_say(making->fault, "%s does not define %s; %s says what it is.",
			       base_of(making->submission->file), missing, making->header_name)
		   : 0;
}

static int check_names(struct making *making, const char *frame, const char *student,
		       const char *exports)
{
	const char *folder = making->submission->folder;
	FILE *out;
	int error;

	if (object_names_load(&making->frame, frame, folder, making->c) ||
	    object_names_load(&making->student, student, folder, making->c))
		return -1;
	error = check_calls(making);
	out = error ? NULL : fopen(exports, "we");
	if (!error && !out)
		return complain_machine(making->c, "%s: %m", exports);
	if (!error)
		error = check_defined(making, out);
	if (out && fclose(out) && !error)
		error = complain_machine(making->c, "%s: %m", exports);
	return error;
}

// --- And together.

// Of the student's names the frame sees those that the header declares; no other reaches anything.
static int localise(struct making *making, const char *object, const char *exports)
{
	struct command command = {0};

	command_say(&command, "objcopy");
	command_make(&command, "--keep-global-symbols=%s", exports);
	command_say(&command, object);
	if (run_tool(making, &command, NULL, COMPILED))
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
	if (run_tool(making, &command, NULL, COMPILED)) {
		char *said = said_of(making, student);

		fault_say(making->fault, "%s cannot be linked:\n%s",
			  base_of(making->submission->file), said ? said : "");
		free(said);
		return 1;
	}
	return 0;
}

static int build(struct making *making)
{
	const char *folder = making->submission->folder;
	const char *exports = making->submission->exports;
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
		error = check_names(making, frame, student, exports);
	if (!error)
		error = localise(making, student, exports);
	return error ? error : link_both(making, frame, student);
}

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
		error = take_copy(&making);
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
