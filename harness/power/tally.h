// SPDX-License-Identifier: MIT

// A table of texts, filled in cell by cell.

#ifndef RACELAB_POWER_TALLY_H
#define RACELAB_POWER_TALLY_H

#include <stddef.h>

struct tally {
	struct libscols_table *table;
	struct libscols_line *line;
	size_t column;
};

// The headings, up to a NULL; the first column is to the left, the others to the right.
void tally_init(struct tally *tally, ...) __attribute__((sentinel));

void tally_line(struct tally *tally);

// The next cell of the current line.
void tally_put(struct tally *tally, const char *format, ...) __attribute__((format(printf, 2, 3)));

// A share in two cells: "19 of 20", and its exact 95 % interval; empty ones for none of none.
void tally_put_share(struct tally *tally, size_t nr_found, size_t nr);

// Prints the table below the title, and frees it.
void tally_print(struct tally *tally, const char *title);

#endif
