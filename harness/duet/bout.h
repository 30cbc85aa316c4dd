// SPDX-License-Identifier: MIT

// What the two sides of a duet do as long as both live: rounds of pairs of windows.
//
// Between the windows of a pair lies only the time it takes to ask. Both sides race on the same
// memory, because two lines of it can differ by 15 %; and each round on another piece of it, drawn
// at random, by tasks that are started anew.

#ifndef RACELAB_BOUT_H
#define RACELAB_BOUT_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/duet/levels.h"

#define BOUT_PAIRS 20 /* of a round */

// One side within one case.
struct corner {
	struct contender *contender;
	struct tape *tape; /* gets its rows: `block` is the pair, `position` 0 for who was first */
	const struct row *axes;
	bool open;
	bool *refused;
};

// Why there is no next pair.
enum ending {
	ENDING_NONE,
	ENDING_STOPPED, /* enough, or the budget is spent */
	ENDING_NOT_OK,	/* a trial was not: its row is on the tape */
	ENDING_REFUSED, /* one side cannot race this case */
	ENDING_INTERRUPTED,
	ENDING_LOST, /* a side is: the complaint says why */
};

struct bout {
	struct corner corner[2]; /* base, head */
	uint64_t window_ns, timeout_ns, seed;
	gsl_rng *rng;
	struct complaint *complaint;
	struct complaint *why; /* of a refusal */
	size_t nr_pairs;       /* raced in this case, also those without a ratio */
	size_t nr_ratios;      /* of this instance */
	double ratios[LEVELS_MOST_ROUNDS * BOUT_PAIRS]; /* head's throughput over base's */
};

// Races one round: opens both sides on a piece of ground drawn at random, warms both up, adds the
// ratios of its pairs, closes both. Returns ENDING_NONE, or what kept it from its end: the ratios
// up to there stay. *median is that of its ratios; NaN if it has none. There is room for
// LEVELS_MOST_ROUNDS after nr_ratios was set to 0.
enum ending bout_round(struct bout *bout, double *median);

// The value of this instance: the median of all its ratios; NaN if it has none. Reorders them.
double bout_value(struct bout *bout);

#endif
