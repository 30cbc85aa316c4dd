// SPDX-License-Identifier: MIT

// The plan: every case of every matrix, how each is measured, and the order of the trials.

#ifndef RACELAB_PLAN_H
#define RACELAB_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/shard.h"

struct measuring {
	uint64_t window_ns;  /* how long a trial's window is open, if ops is 0 */
	uint64_t ops;	     /* increments each task does, if not 0 */
	uint64_t blocks;     /* 1..1000000 */
	uint64_t seed;	     /* all random choices follow from it */
	uint64_t latency;    /* one increment in so many is timed by itself; 0: none */
	uint64_t timeout_ns; /* the watchdog's: how long a trial may take in all */
};

struct plan {
	struct case_spec *cases;
	size_t nr_cases;
	struct place *places; /* what the cases' place points to */
	size_t nr_places;
	struct measuring measuring;
	struct shard shard; /* what of it is ours to do: see shard_take */
};

// Makes the plan that `spec` means on this machine. An axis not given has its default; "max" is the
// number of PUs that may be used, and the default count 1-max is 1-2 on one PU; of ranks it is the
// number that can race, which is the default count, and the default timeout is 60 s. Cases that
// stand twice are planned once. --window and --ops exclude each other. A seed not given is drawn
// from the system.
//
// A value that some case cannot have is refused if it was named, and skipped if only a class or
// `all` named the strategy. An axis that means nothing for a case is absent in it; an axis that was
// given and means nothing for any case of its matrix is refused.
//
// The shard is the whole plan.
//
// Returns 0, or -1 with a user's complaint that names the option or file and line, the value, and
// what would be right; nothing is to be freed then.
int plan_build(struct plan *plan, const struct spec *spec, const struct topology *t,
	       struct complaint *c);

void plan_fini(struct plan *plan);

// The order of all trials: order[block * nr_cases + position] is a case's index; each block is a
// permutation of the cases, shuffled (Fisher-Yates, by GSL) from `seed`. On the heap; NULL without
// memory.
uint32_t *schedule_create(size_t nr_cases, uint64_t nr_blocks, uint64_t seed);

// Trials of the plan, all shards together, and how long they will take in ns: windows, plus what
// trials and blocks cost besides (about; for fixed work it is unknown and taken as 0).
uint64_t plan_nr_trials(const struct plan *plan);
uint64_t plan_expected_ns(const struct plan *plan);

#endif
