// SPDX-License-Identifier: MIT

// Published figures of other machines: the table that graphs can be held against. A row is one
// point of one graph, of an unplaced counter in one variable and of threads:
//
//   figure   lost_share (0..1) or cost (ns per increment and task)
//   series   the machine
//   sync     the strategy that does what was measured there
//   source   who published it, and where
//   count    tasks
//   value    in the figure's unit

#ifndef RACELAB_PUBLISHED_H
#define RACELAB_PUBLISHED_H

#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"

struct published_row {
	char figure[32], series[32], sync[32];
	char source[128];
	int64_t count;
	double value;
};

struct published {
	struct published_row *row;
	size_t nr_rows;
};

// Reads such a table (RFC 4180, with its header). Returns 0, or -1 with a complaint that names file
// and line: a machine's if it cannot be read, else a user's.
int published_load(struct published *published, const char *path, struct complaint *c);

void published_fini(struct published *published);

#endif
