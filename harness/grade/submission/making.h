// SPDX-License-Identifier: MIT

// One submission on its way from a file to objects: what all its steps see, and how they run tools.
// A step returns 0; 1 if the student's file is at fault, with *making->fault; -1 with a complaint.

#ifndef RACELAB_GRADE_MAKING_H
#define RACELAB_GRADE_MAKING_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/program/command.h"
#include "harness/grade/submission/object.h"
#include "harness/grade/submission/screen.h"

enum {
	COMPILE_S = 10,		/* of a PU, for one process; of time, three times that */
	PREPROCESSED = 4 << 20, /* bytes; all of glibc's headers have less */
	COMPILED = 16 << 20,	/* bytes of any other file */
};

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

// Its name without folders: "lock.c".
const char *making_base(const struct making *making);

// Runs a tool within bounds, with standard error to making->errors. Returns as tool_run does.
int making_run(struct making *making, struct command *command, const char *output,
	       uint64_t file_bytes);

// What the tool said, as much as anybody reads, with `file` called by its bare name; on the heap.
// NULL: nothing.
char *making_said(const struct making *making, const char *file);

// The machine's complaint if there is no compiler. Returns -1.
int making_no_compiler(struct making *making);

// A compiler has failed: by what it said of `file`, or, without a word about a line of it, by one
// of its bounds. Returns 1.
int making_failed(struct making *making, const char *file);

// At most `most` bytes of a file, on the heap, with a zero behind; NULL if it cannot be read.
char *making_read(const char *file, size_t most);

#endif
