// SPDX-License-Identifier: MIT

// What a run shows while it measures: on a terminal a table that fills in case by case, with a last
// line that says how far it is; or that line alone; or nothing. It is only ever drawn between two
// trials, at most five times a second.

#ifndef RACELAB_LIVE_H
#define RACELAB_LIVE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/data/rows.h"
#include "harness/terminal/live_table.h"

enum showing {
	SHOWING_TABLE, /* on a terminal that can redraw it; else nothing */
	SHOWING_LINE,  /* the same */
	SHOWING_NOTHING,
};

struct live {
	enum showing showing;
	struct live_table table;
	uint64_t turned_ns; /* when its page was turned up */
	FILE *said;	    /* takes what sandboxes write in the meantime; NULL: none */
	char *said_text;
};

// Begins to show a run of so many blocks. A row of `cases` has the axes of one case, and lives
// until live_end, which is due; done[block * nr_cases + position] is there already, of the case
// that schedule[] has there. Without memory it shows less. If `said` is not NULL then, what
// sandboxes write until live_end belongs there.
void live_begin(struct live *live, enum showing showing, const struct rows *cases, uint64_t blocks,
		const uint32_t *schedule, const bool *done);

// One more trial is done: of case `i`, with that row. The next one is of case `next`; nr_cases at
// the end.
void live_step(struct live *live, size_t i, const struct row *row, size_t next);

// Takes it away, and lets out what sandboxes had to say; nobody may write to `said` any more.
void live_end(struct live *live);

#endif
