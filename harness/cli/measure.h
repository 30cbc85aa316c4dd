// SPDX-License-Identifier: MIT

// Carrying a plan out: every trial that is not there yet, in the planned order, each row written
// when its trial ends.

#ifndef RACELAB_MEASURE_H
#define RACELAB_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/plan/plan.h"
#include "harness/rank/ranks.h"
#include "harness/terminal/live.h"
#include "harness/trial/plugin.h"
#include "harness/trial/trial.h"

struct measured {
	uint64_t nr_trials; /* done this time */
	uint64_t window_ns; /* of them all together */
	uint64_t wall_ns;   /* from the first to the last */
};

// Carries out the trials of `plan`'s shard for which done[block * nr_cases + position] is false,
// and shows how far it is. Each block runs in a process that is executed anew (harness/stage),
// which makes the same plan from the directory's run.json; or, if `ranks` is not NULL, by those.
// Returns 0; 1 if it was interrupted; -1 with a complaint. Every finished trial is in the directory
// in each case.
int measure(const struct bench *bench, struct ranks *ranks, const struct plugins *plugins,
	    const struct plan *plan, const uint32_t *schedule, const bool *done,
	    enum showing showing, struct directory *directory, struct measured *measured,
	    struct complaint *c);

#endif
