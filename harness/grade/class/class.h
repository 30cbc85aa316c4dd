// SPDX-License-Identifier: MIT

// A class: all grades of a batch as one table, for people (libsmartcols) and for programs (RFC
// 4180), and the mistakes that were made most.

#ifndef RACELAB_GRADE_CLASS_H
#define RACELAB_GRADE_CLASS_H

#include <stdio.h>

#include "harness/grade/class/batch.h"
#include "harness/grade/class/tally.h"

// A row a student: points by stage, the sum, and what found their mistake; below it what the class
// came to. Returns 0, or an errno value.
int class_print(const struct batch *batch, FILE *out);

// The same with all columns, a header row first; a grade that could not be made has empty points.
int class_write_csv(const void *batch, FILE *out);

// The commonest mistakes, what was found and by how many students; nothing unless one was found in
// two students' files. Returns 0, or an errno value.
int class_print_mistakes(const struct tally *tally, FILE *out);

#endif
