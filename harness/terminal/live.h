// SPDX-License-Identifier: MIT

// What a run shows while it measures: on a terminal a table that fills in case by case, with a last
// line that says how far it is; or that line alone; or nothing. It is only ever drawn between two
// trials, at most five times a second.

#ifndef RACELAB_LIVE_H
#define RACELAB_LIVE_H

#include "harness/data/column.h"
#include "harness/data/summary.h"
#include "harness/terminal/progress.h"

enum showing {
	SHOWING_TABLE, /* on a terminal that can redraw it; else nothing */
	SHOWING_LINE,  /* the same */
	SHOWING_NOTHING,
};

enum {
	LIVE_MOST_VALUES = 1024, /* kept of a case: enough for a median, and soon sorted */
};

// What is known of one case so far.
struct live_case {
	uint64_t nr_done; /* blocks, those of an earlier part of a resumed run included */
	size_t nr_ended[NR_OUTCOMES];
	int64_t ops, lost;  /* in all ok trials that were measured now */
	double *throughput; /* of the latest ones, a ring of live_capacity() */
	size_t nr_throughput;
};

struct live {
	enum showing showing;
	const struct row *axes; /* of each case */
	size_t nr_cases;
	uint64_t blocks;
	struct progress progress;
	struct live_case *cases;
	bool differs[NR_COLUMNS]; /* axes by which the cases are told apart */
	size_t first;		  /* case of the page that is shown where not all fit */
	uint64_t turned_ns;	  /* when that page was turned up */
	FILE *said;		  /* takes what sandboxes write in the meantime; NULL: none */
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

// How many values of a case are kept.
static inline size_t live_capacity(const struct live *live)
{
	return live->blocks < LIVE_MOST_VALUES ? live->blocks : LIVE_MOST_VALUES;
}

// The table and its last line as text of at most `height` lines, none wider than `width`, without a
// newline at its end; at probe_now_ns() = now_ns. On the heap; NULL without memory.
char *live_text(struct live *live, size_t width, size_t height, bool colours, uint64_t now_ns);

#endif
