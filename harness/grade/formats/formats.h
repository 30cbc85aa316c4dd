// SPDX-License-Identifier: MIT

// A grade written down as the graders that courses use read it: one file of this room a format, one
// line of formats.def each.
//
// Where its certificate does not hold, or its points are no numbers, every format says "cannot be
// graded here" in the way its grader has for it: never a pass, never a zero (README.md says how).

#ifndef RACELAB_GRADE_FORMATS_H
#define RACELAB_GRADE_FORMATS_H

#include <stdio.h>

#include "harness/complaint.h"
#include "harness/grade/grade.h"

// Writes the grade to a stream. Returns 0, or an errno value. Never writes nan or inf; all text is
// valid UTF-8 without control characters but newlines, and what is in it is never taken for points.
typedef int grade_format_fn(const struct grade *grade, FILE *out);

#define GRADE_FORMAT(id, name, meaning) grade_format_fn grade_format_##id;
#include "harness/grade/formats/formats.def"
#undef GRADE_FORMAT

struct grade_format {
	const char *name;    /* "gradescope" */
	const char *meaning; /* one line for --help */
	grade_format_fn *write;
};

size_t grade_nr_formats(void);
const struct grade_format *grade_format(size_t i);

// The one of that name, or NULL with a user's complaint that says what there is.
const struct grade_format *grade_format_find(const char *name, struct complaint *c);

#endif
