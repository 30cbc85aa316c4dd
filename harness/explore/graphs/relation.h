// SPDX-License-Identifier: MIT

// A relation between events: for each the set of those that it leads to.

#ifndef RACELAB_EXPLORE_RELATION_H
#define RACELAB_EXPLORE_RELATION_H

#include <stdbool.h>

#include "harness/explore/graphs/graph.h"

struct relation {
	struct event_set to[MOST_EVENTS];
};

void relation_clear(struct relation *relation, unsigned nr);

// Adds, for the writes and reads of each place, reads-from, the order of writes, and from-read (a
// read's source is older than those writes). `external` leaves out reads-from within a task.
void relation_add_communication(struct relation *relation, const struct graph *graph,
				bool external);

// True if no event leads to itself.
bool relation_acyclic(const struct relation *relation, unsigned nr);

#endif
