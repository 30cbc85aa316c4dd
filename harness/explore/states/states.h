// SPDX-License-Identifier: MIT

// Every interleaving under sc or tso, by remembering states: what can follow depends on the state
// alone, so each is gone on from once, however many ways lead to it.
//
// One depth-first search (Tarjan, Depth-first Search and Linear Graph Algorithms, SIAM J. Comput.
// 1(2), 1972) says which states there are, from which of them no end can be reached (a hang), and
// in which order to count the ways that lead to each.

#ifndef RACELAB_EXPLORE_STATES_H
#define RACELAB_EXPLORE_STATES_H

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/states/state.h"
#include "harness/explore/byte_set.h"

enum {
	STATE_GOOD = 1,	 /* an end can be reached from it */
	STATE_STUCK = 2, /* none can, nor any state from which it is not reached again */
};

struct states {
	struct space space;
	struct byte_set set;
	unsigned char *good; /* of each state: STATE_ */
};

// Searches all that there is, and fills in what it found but for executions and witnesses: wrongs
// are as many as there are kinds. *states is what a witness is then looked for in.
void states_search(struct states *states, struct behaviour *behaviour, enum model model,
		   struct limit *limit, struct found *found);
void states_fini(struct states *states);

// Of all interleavings that go wrong in that way one with the fewest switches between tasks. Leaves
// the witness empty if the limit is reached before, or without memory.
void states_witness(struct states *states, struct wrong *wrong, struct limit *limit);

#endif
