// SPDX-License-Identifier: MIT

// All rows of a trials.csv, read back.

#ifndef RACELAB_ROWS_H
#define RACELAB_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/data/row.h" // IWYU pragma: export

struct rows {
	struct row *row;
	size_t nr_rows;
	bool torn;	      /* the last line was cut off in the middle, and was left out */
	uint64_t whole_bytes; /* length of the file up to the end of its last whole line */
	struct words *words;  /* where the rows' words live: each different word once */
};

// Reads `path` (libcsv). Columns are found by their names, so their order does not matter and
// unknown ones are passed over; all of row.def up to `migrations` must be there. Returns 0, or -1
// with a user's complaint that names file, line and column: not a file, no header, a column missing
// or twice, a row with too few or too many fields, a field that is no number, a word longer than
// 32 KiB (a PU for each of 4096 tasks), an unknown outcome, a trial (its block and position) twice;
// or a machine's complaint: cannot be read, no memory. Words come without control characters.
int rows_load(struct rows *rows, const char *path, struct complaint *c);

void rows_fini(struct rows *rows);

#endif
