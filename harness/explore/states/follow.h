// SPDX-License-Identifier: MIT

// A schedule followed: what comes of it if tasks go when it says.

#ifndef RACELAB_EXPLORE_FOLLOW_H
#define RACELAB_EXPLORE_FOLLOW_H

#include <stddef.h>

#include "harness/complaint.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/states/state.h"

// Makes the moves one after the other, under sc or tso, and says what they lead to: at an end the
// outcome, as a wrong of kind WRONG_LOST with that value, whether it is the right one or not; else
// what is wrong where they stop. *wrong has the witness, which the caller frees. Returns 0, or -1
// with a user's complaint: a move that is not possible, or an end that is none.
int follow(struct behaviour *behaviour, enum model model, const struct move *moves, size_t nr,
	   struct wrong *wrong, struct complaint *c);

#endif
