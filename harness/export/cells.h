// SPDX-License-Identifier: MIT

// The table of a verdict, cell by cell, for the formats that people read.

#ifndef RACELAB_CELLS_H
#define RACELAB_CELLS_H

#include <stdbool.h>
#include <stdio.h>

#include "harness/verdict/verdict.h"

enum {
	CELLS_NAME_BYTES = 200, /* of a case's name; a table must stay one */
};

struct cells {
	const char *heading;
	bool is_number; /* to be aligned right */
	void (*put)(FILE *cell, const struct verdict *verdict, const struct judged *judged);
};

// The i-th column of this verdict's table, or NULL if there are no more. The first one is the
// case's name.
const struct cells *cells_column(const struct verdict *verdict, size_t i);

// A cell's text on the heap: what was not measured is "-". Aborts without memory.
char *cells_text(const struct cells *column, const struct verdict *verdict,
		 const struct judged *judged);

// One paragraph on what the figures are, without a newline.
void cells_put_legend(FILE *out, const struct verdict *verdict);

#endif
