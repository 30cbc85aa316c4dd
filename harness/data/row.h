// SPDX-License-Identifier: MIT

// A row: everything that is recorded of one trial. The columns are those of row.def.

#ifndef RACELAB_ROW_H
#define RACELAB_ROW_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// What stands for "not measured": COUNT_EMPTY, NaN in a REAL, "" in a WORD. Each is an empty field.
#define COUNT_EMPTY INT64_MIN

struct row {
#define WORD(name, meaning)  const char *name;
#define COUNT(name, meaning) int64_t name;
#define REAL(name, meaning)  double name;
#include "harness/data/row.def"
#undef WORD
#undef COUNT
#undef REAL
};

// What a row was measured of, for grouping: true if all axes of two rows are the same (block,
// position and everything from `outcome` on are not axes, nor is cpus).
bool row_same_case(const struct row *a, const struct row *b);

// An empty row: all words "", counts COUNT_EMPTY, reals NaN.
void row_init(struct row *row);

// Writes the header line, or one row as an RFC 4180 line (LF at its end; words quoted where they
// need it, control characters in them replaced by spaces; reals with 9 significant digits, never
// nan or inf), in one write, and flushes it. Return 0, or an errno value.
int row_write_header(FILE *file);
int row_write(FILE *file, const struct row *row);

#endif
