// SPDX-License-Identifier: MIT

// The states of a program under sc or tso as a graph to walk on: what each state is, which moves
// there are and where they lead, what is wrong there. It is what the search found, written out; who
// reads it needs no model of a machine, only to look up.

#ifndef RACELAB_EXPLORE_WALK_H
#define RACELAB_EXPLORE_WALK_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/byte_set.h"
#include "harness/explore/found.h"
#include "harness/explore/page/words.h"
#include "harness/explore/states/state.h"
#include "harness/explore/states/states.h"

// What a state's record says besides its moves (walk_json).
enum {
	WALK_INSIDE = 1, /* two tasks are inside */
	WALK_RACE = 2,
	WALK_STUCK = 4,	 /* who is left waits for ever */
	WALK_DOOMED = 8, /* no end can be reached any more, but it is not stuck yet */
};

struct walk {
	struct words *words;
	const struct found *found; /* of the exploration */
	struct states states;
	struct byte_set memories, standings; /* each once: what memory holds, where a task stands */
	uint32_t *memory_of, *standing_of;   /* of each state; of each state's tasks */
	bool no_memory;
};

// Looks for all states once more, which the exploration proved to be within bounds, and adds to
// `words` what is in them. walk_close is due. Returns 0, or -1 with a complaint.
int walk_open(struct walk *walk, struct words *words, const struct found *found, enum model model,
	      struct complaint *c);
void walk_close(struct walk *walk);

// The state of that number.
void walk_load(const struct walk *walk, uint32_t number, struct state *state);

// Once words_choose has been called: the walk as an object,
//
//     model, states, interleavings (null: not counted)
//     outcomes     [[value, interleavings]], what it can end with
//     ends         [{"kind", "value", "text"}], how it can end
//     first        of each position in state 0, which task it is
//     memories     digits: of each memory the number of each shown place's value
//     standings    digits: of each standing the deed, how many writes are buffered, and of each,
//                  the oldest first, place and value
//     graph        digits, of each state: the memory, and the standing of each position, as
//                  differences from the state before; what is possible and wrong here; if nothing
//                  is possible the end; if it is a race, 8 x one position + the other; of each
//                  move the difference of the state it leads to from this one and, if the deed
//                  has several events, which it is
//
// Tasks that can do the same are interchangeable in a state, so it knows positions, not tasks. A
// move takes one position's task to another standing; all others keep theirs, and their order, so
// positions in the next state follow from the standings. What is possible is a bit for each
// position's step (the lower half) and flush, in the order of moves: position by position, its step
// first. WALK_* are the bits above these.
json_t *walk_json(const struct walk *walk);

#endif
