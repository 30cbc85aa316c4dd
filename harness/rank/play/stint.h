// SPDX-License-Identifier: MIT

// One trial as a rank knows it: the case that it was sent, and where in the window everything lies.

#ifndef RACELAB_STINT_H
#define RACELAB_STINT_H

#include <stdint.h>

#include "benches/remote/remote.h"
#include "benches/structure/structure.h"
#include "harness/complaint.h"
#include "harness/machine/topology.h"
#include "harness/plan/plan.h"

struct stint {
	struct plan plan; /* of this one case */
	const struct case_spec *spec;
	const struct remote *remote;
	struct extent extent;
	uint64_t seed;
	uint64_t nr_guards;
	// Where in the window, in words; each rank's part ends before the cells, but the owner's.
	MPI_Aint node, guards, cells, nodes, end;
};

// The case of that message, on this host. Returns 0, or -1 with a complaint: it cannot exist here.
// stint_fini is due in any case.
int stint_init(struct stint *stint, const char *order, const struct topology *topology,
	       struct complaint *c);
void stint_fini(struct stint *stint);

// The nodes that task i may insert: its share, or for the owner of counters that are asked for
// (remote.h) the first one's.
struct plot stint_plot(const struct stint *stint, unsigned task);

// What is left in the owner's words, read as ever: `used` are the nodes that each task took.
void stint_observe(const struct stint *stint, uint64_t *words, const uint64_t *used,
		   struct observed *found);

#endif
