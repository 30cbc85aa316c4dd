// SPDX-License-Identifier: MIT

// The operations that the lecture calls atomic, and those that it does not, in each Python there
// is: raced for, and switched within. operations.py does it.

#ifndef RACELAB_LABS_PYTHON_OPERATIONS_H
#define RACELAB_LABS_PYTHON_OPERATIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "benches/labs/lab.h"
#include "benches/labs/python/interpreters.h"

// Tries them in all interpreters that run, which share the time of the option `operations`, and
// writes a row for each operation in each of them, operation by operation; one that ended early has
// those rows that it came to, and one more that says so.
void operations_run(struct lab_run *run, const struct interpreters *interpreters);

// Writes the end of a sentence on what came out: "; of 17 operations none races, ...". Returns
// whether each operation is what it is said to be: with a GIL, what is called atomic is not torn,
// and what is not can be; without one, what is documented as safe was not seen to go wrong.
bool operations_conclude(const struct lab_table *table, FILE *sentence);

#endif
