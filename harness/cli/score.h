// SPDX-License-Identifier: MIT

// What the two sides of a duet are to race.

#ifndef RACELAB_SCORE_H
#define RACELAB_SCORE_H

#include <stdbool.h>

#include "harness/cli/asked.h"
#include "harness/complaint.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"

#define SCORE_WINDOW "500us" /* when no option says otherwise */

// One side's plan; its cases are raced in their order, each with the other side's of that number.
struct score {
	struct spec spec;
	struct plan plan;
	const char *executable;
};

// Whether a side was given as "sync:NAME", not as an executable.
bool score_names_strategy(const char *side);

// Makes the scores of base and head. Returns 0, or -1 with a user's complaint: an executable beside
// a strategy, --sync beside two, fixed work, more than one strategy on a side, or cases that differ
// in more than the strategy. spec_fini and plan_fini are due on success only.
int scores_make(struct score score[2], const char *const side[2], struct asked *asked,
		const char *spec_file, const struct topology *topology, struct complaint *c);

#endif
