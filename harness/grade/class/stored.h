// SPDX-License-Identifier: MIT

// Grades that were written down as JSON (formats/json.c), read again: so that many can be made by
// many processes, and a class that was interrupted goes on where it was.

#ifndef RACELAB_GRADE_STORED_H
#define RACELAB_GRADE_STORED_H

#include "harness/complaint.h"
#include "harness/grade/conduct.h"
#include "harness/grade/grade.h"

struct grade_format;

// Writes it in that format to the file, which is whole or not there; to standard output if path is
// NULL. Returns 0, or -1 with a machine's complaint.
int grade_put(const struct grade *grade, const struct grade_format *format, const char *path,
	      struct complaint *c);

// Writes it so that it can be loaded.
int grade_store(const struct grade *grade, const char *path, struct complaint *c);

// Reads one of that exercise; grade_fini is due. Returns 0; 1 if there is no such file; -1 with a
// user's complaint if it is no grade of that exercise.
int grade_load(struct grade *grade, const char *path, const struct course *course,
	       struct complaint *c);

#endif
