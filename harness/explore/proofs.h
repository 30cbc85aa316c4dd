// SPDX-License-Identifier: MIT

// Every strategy under every model: what `racelab explore --all` tells.

#ifndef RACELAB_EXPLORE_PROOFS_H
#define RACELAB_EXPLORE_PROOFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/bounds.h"
#include "harness/explore/explore.h"
#include "harness/explore/found.h"

// What a proof of a strategy is for: 2 tasks x 2 increments and 3 x 1.
extern const struct bounds proof_bounds[2];

// One strategy under one model, within all bounds that it can be explored in.
struct proof {
	enum verdict_of verdict;
	unsigned wrongs; /* kinds of what goes wrong, a bit each */
	uint64_t states, executions;
	const char *why_not; /* incomplete: what stopped it */
};

struct proofs {
	const char *strategy;
	bool explored; /* else it cannot be, with the reason */
	struct complaint reason;
	struct bounds bounds[2]; /* in which it was explored */
	size_t nr_bounds;
	struct proof proof[NR_MODELS];
	double seconds;
};

// Explores the strategy of that name below `root`, each model until the limit's end. Returns 0;
// -1 with a machine's complaint if nothing can be explored here (no compiler).
int proofs_make(struct proofs *proofs, const char *strategy, const char *root, uint64_t limit_ns,
		struct complaint *c);

#endif
