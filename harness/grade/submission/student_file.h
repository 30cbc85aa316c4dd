// SPDX-License-Identifier: MIT

// A student's file, read once: what becomes of it afterwards is of no matter. It may be anything: a
// pipe that never says a word, a link to somebody else's file, gigabytes.

#ifndef RACELAB_GRADE_STUDENT_FILE_H
#define RACELAB_GRADE_STUDENT_FILE_H

#include <stddef.h>

#include "harness/complaint.h"

enum {
	STUDENT_FILE_BYTES = 256 << 10, /* at most: ten times as much as a long solution */
};

struct student_file {
	char *text; /* without a zero byte in it, and one behind it */
	size_t size;
};

// Reads it. Returns 0; 1 if it is none that can be handed in: `fault` says why; -1 with a complaint
// if it is not there, or cannot be read. student_file_fini is due.
int student_file_read(struct student_file *student, const char *file, char **fault,
		      struct complaint *c);
void student_file_fini(struct student_file *student);

#endif
