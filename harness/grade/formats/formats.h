// SPDX-License-Identifier: MIT

// The forms in which graders read a grade; formats.def is the table.

#ifndef RACELAB_GRADE_FORMATS_H
#define RACELAB_GRADE_FORMATS_H

#include <stddef.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/grade/grade.h"

struct grade_format {
	const char *name;    /* "gradescope" */
	const char *meaning; /* one line for --help */
	// Writes the grade, or, where its certificate does not hold, that it cannot be graded here, in
	// the form this grader has for it: never a pass, never a zero. Returns 0, or an errno value.
	int (*write)(const struct grade *grade, FILE *out);
};

size_t grade_nr_formats(void);
const struct grade_format *grade_format(size_t i);

// The one of that name, or NULL with a user's complaint that says what there is.
const struct grade_format *grade_format_find(const char *name, struct complaint *c);

#endif
