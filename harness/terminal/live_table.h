// SPDX-License-Identifier: MIT

// What the live table says: what is known of each case so far, and how far the run is.

#ifndef RACELAB_LIVE_TABLE_H
#define RACELAB_LIVE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/data/column.h"
#include "harness/data/summary.h"
#include "harness/terminal/progress.h"

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

struct live_table {
	const struct row *axes; /* of each case */
	size_t nr_cases;
	uint64_t blocks;
	struct live_case *cases;
	bool differs[NR_COLUMNS]; /* axes by which the cases are told apart */
	size_t first;		  /* case of the page that is shown where not all fit */
	struct progress progress;
};

// How many values of a case are kept.
static inline size_t live_capacity(const struct live_table *live)
{
	return live->blocks < LIVE_MOST_VALUES ? live->blocks : LIVE_MOST_VALUES;
}

// The table and its last line as text of at most `height` lines, none wider than `width`, without a
// newline at its end; at probe_now_ns() = now_ns. On the heap; NULL without memory.
char *live_text(struct live_table *live, size_t width, size_t height, bool colours,
		uint64_t now_ns);

#endif
