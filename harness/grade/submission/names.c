// SPDX-License-Identifier: MIT

#include "harness/grade/submission/names.h"

#include <fnmatch.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/grade/rubric.h"
#include "harness/grade/submission/fault.h"
#include "harness/grade/submission/making.h"
#include "harness/grade/submission/object.h"
#include "harness/grade/submission/screen.h"
#include "harness/grade/submission/submission.h"

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
	static const char *const names[] = {"memset",		"memcpy",
					    "memmove",		"memcmp",
					    "__errno_location", "__assert_fail",
					    "__stack_chk_fail", "_GLOBAL_OFFSET_TABLE_",
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
	return missing[0] ? fault_say(making->fault, "%s does not define %s; %s says what it is.",
				      making_base(making), missing, making->header_name)
			  : 0;
}

int names_check(struct making *making, const char *frame, const char *student)
{
	const char *folder = making->submission->folder, *exports = making->submission->exports;
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
