// SPDX-License-Identifier: MIT

// Which columns the table of a witness has: step, tasks, memory, store buffers, source.

#ifndef RACELAB_EXPLORE_LAYOUT_H
#define RACELAB_EXPLORE_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/step.h"

enum {
	MOST_COLUMNS = 4, /* places that have a column of their own */
};

struct marks;

struct layout {
	uint16_t place[MOST_COLUMNS];
	unsigned nr_places;
	bool changes;			    /* instead: one column, with what was changed */
	bool buffered[MOST_EXPLORED_TASKS]; /* tasks whose buffer has a column */
	const char *file;		    /* in which most steps are; NULL: no lines are known */
};

// A place matters if it is written, or more than one task is there.
void layout_choose(struct layout *layout, const struct marks *marks);

#endif
