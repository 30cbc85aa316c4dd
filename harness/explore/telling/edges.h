// SPDX-License-Identifier: MIT

// The relations of an execution, with just the edges that matter: program order between neighbours
// (po), who read what from whom (rf), the order of the writes to a place between neighbours (mo),
// and which write a read came before (fr), where that closes a cycle or is a read marked as stale.

#ifndef RACELAB_EXPLORE_EDGES_H
#define RACELAB_EXPLORE_EDGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/telling/marks.h"

enum edge_kind {
	EDGE_PO,
	EDGE_RF,
	EDGE_MO,
	EDGE_FR,
};

struct edge {
	enum edge_kind kind;
	int32_t from, to; /* steps; from -1: what was there from the beginning */
};

struct edges {
	bool *shown; /* of each step: a fence, or an access of what more than one task accesses */
	struct edge *edge;
	size_t nr;
	bool no_memory;
};

// edges_fini is due.
void edges_find(struct edges *edges, const struct marks *marks);
void edges_fini(struct edges *edges);

#endif
