// SPDX-License-Identifier: MIT

// A witness as a table: one column a task, then memory and store buffers as they are after each
// step, then the line of source.

#ifndef RACELAB_EXPLORE_WITNESS_H
#define RACELAB_EXPLORE_WITNESS_H

#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/subject.h"

// Prints the table of one that has a witness, what the marks in it mean, and below what it shows.
// Memory is a column a place where few matter, else what a step changed. Turns of a waiting loop
// are folded in a long witness. On a terminal lines of source are cut to its width. Returns 0, or
// an errno value.
int witness_print(FILE *out, const struct subject *subject, const struct wrong *wrong);

#endif
