// SPDX-License-Identifier: MIT

// A duet: two sides race the same case in turn, in short windows right after each other, in random
// order within each pair. What the machine does to the one it does to the other, so the median of
// the pairs' ratios is steady where neither side's speed is. The PUs are kept awake (awake.h),
// because a host moves idle cores and a pair means nothing if its two windows ran on different
// ones.
//
// What a start of a side decides, where its code, its stacks and the ground lie in memory, stays as
// long as it lives: pairs and rounds only repeat it. So both are executed anew again and again, an
// instance each time, of some rounds (levels.h has how many) of pairs (bout.h). An instance gives
// one value, the median of its pairs' ratios; the verdict is the median of these, and its interval
// the distribution-free one over instances (stopping.h has when it is looked at).

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

struct duet_options {
	uint64_t window_ns, timeout_ns, seed;
	uint64_t budget_ns; /* for one case */
	double precision;   /* stop when a look finds the interval no wider than that share of the
			       median (stopping.h) */
	double threshold;
};

struct duet {
	struct contender base, head;
	struct tape base_tape, head_tape; /* every row that counts, pair by pair */
	struct duet_options options;
	const volatile sig_atomic_t *interrupted;
	int ground_fd;
	gsl_rng *rng;
};

// Starts both sides, so that what is no racelab is told at once. Returns 0, or -1 with a complaint;
// duet_fini is due in either case.
int duet_init(struct duet *duet, const char *base, const char *head, const struct plugins *plugins,
	      const struct duet_options *options, const volatile sig_atomic_t *interrupted,
	      struct complaint *c);
void duet_fini(struct duet *duet);

// What became of one case. Its rows are on the tapes; `block` in them is the pair's number, and
// `position` is 0 for the window that came first.
struct duet_case {
	struct comparison comparison; /* p_slower not adjusted yet */
	bool refused_by_base, refused_by_head;
	struct complaint why; /* for a refusal */
};

// Races one case, each side by its own axes (they differ in what a strategy is, or not at all),
// until a look finds the interval narrow enough, the budget (starts included) is spent, a trial is
// not ok, or one side refuses. Returns 0; 1 if it was interrupted: what was measured stands; -1
// with a complaint if a side is lost.
int duet_race(struct duet *duet, const struct row *base_axes, const struct row *head_axes,
	      struct duet_case *result, struct complaint *c);

#endif
