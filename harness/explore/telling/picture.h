// SPDX-License-Identifier: MIT

// The lines of a witness's table: one a step, and what its tasks would do next.

#ifndef RACELAB_EXPLORE_PICTURE_H
#define RACELAB_EXPLORE_PICTURE_H

#include <stddef.h>

#include "harness/explore/telling/layout.h"

struct libscols_table;
struct marks;

struct picture {
	struct marks *marks; /* its trace is at the beginning */
	struct layout layout;
	struct libscols_table *table; /* with the layout's columns */
	size_t nr_columns;
	size_t column; /* of a line, to be filled next */
	int error;     /* an errno value; 0: none so far */
};

// Adds all of them, and leaves the trace at its end.
void picture_add_lines(struct picture *picture);

#endif
