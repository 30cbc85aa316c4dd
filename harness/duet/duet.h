// SPDX-License-Identifier: MIT

// A duet: two sides race the same case in turn, in short windows right after each other, in random
// order within each pair. What the machine does to the one it does to the other, so the median of
// the pairs' ratios is steady where neither side's speed is.
//
// Between the windows of a pair lies only the time it takes to ask, and the PUs are kept awake
// (awake.h), because a host moves idle cores and a pair means nothing if its two windows ran on
// different ones. Both sides race on the same
// memory, because two lines of it can differ by 15 %; and after every DUET_ROUND pairs, a round, on
// another piece of it, drawn at random, by tasks that are started anew. A round's pairs have that
// place and that moment in common, so the interval of their median is a bootstrap over rounds.

#ifndef RACELAB_DUET_H
#define RACELAB_DUET_H

#include <gsl/gsl_rng.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/duet/contender.h"
#include "harness/duet/tape.h"
#include "harness/trial/plugin.h"
#include "harness/verdict/verdict.h"

#define DUET_ROUND	  20   /* pairs */
#define DUET_LEAST_ROUNDS 20   /* before it may stop: fewer say little of how rounds differ */
#define DUET_RESAMPLES	  1000 /* of the bootstrap */

struct duet_options {
	uint64_t window_ns, timeout_ns, seed;
	uint64_t budget_ns; /* for one case */
	double precision;   /* stop when the interval is no wider than that share of the median */
	double threshold;
};

struct duet {
	struct contender base, head;
	struct tape base_tape, head_tape; /* every row that counts, pair by pair */
	struct duet_options options;
	int ground_fd;
	gsl_rng *rng;
};

// Starts both sides. Returns 0, or -1 with a complaint; duet_fini is due in either case.
int duet_init(struct duet *duet, const char *base, const char *head, const struct plugins *plugins,
	      const struct duet_options *options, const volatile sig_atomic_t *interrupted,
	      struct complaint *c);
void duet_fini(struct duet *duet);

// What became of one case. Its rows are on the tapes; `block` in them is the pair's number, and
// `position` is 0 for the window that came first.
struct duet_case {
	struct comparison comparison; /* p_slower not adjusted yet */
	size_t nr_rounds;
	bool refused_by_base, refused_by_head;
	struct complaint why; /* for a refusal */
};

// Races one case, each side by its own axes (they differ in what a strategy is, or not at all),
// until the interval is narrow enough, the budget is spent, a trial is not ok, or one side refuses.
// Returns 0; 1 if it was interrupted: what was measured stands; -1 with a complaint if a side is
// lost.
int duet_race(struct duet *duet, const struct row *base_axes, const struct row *head_axes,
	      struct duet_case *result, struct complaint *c);

#endif
