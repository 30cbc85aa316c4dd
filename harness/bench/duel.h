// SPDX-License-Identifier: MIT

// A duel: two kernels, each run by one thread or more at the same time, in neighbouring windows of
// 5 ms, in random order within each pair. pairs.h times one thread by counting out its operations;
// here a flag ends the window, so that all tasks race from its begin to its end.

#ifndef RACELAB_DUEL_H
#define RACELAB_DUEL_H

#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/statistics/estimate.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"

#define DUEL_WINDOW_NS 5000000
#define DUEL_MAX_TASKS 64
#define DUEL_MAX_PAIRS 1000

// One of the two. Whoever fills it in by hand leaves spec and arena empty.
struct side {
	kernel_fn *kernel;
	unsigned nr_tasks;  /* at most DUEL_MAX_TASKS; the two sides' may differ */
	struct work *works; /* one a task, with batch and ops set; stop is the duel's to set */
	void (*enter_task)(void); /* called by each task before and after its window, untimed; */
	void (*leave_task)(void); /* NULL: not needed */
	struct case_spec spec;
	struct arena *arena;
};

// Makes the side that a trial of this case would race: structure and locks in an arena of its own,
// keys drawn. Case fields that do not matter to it (place) may be empty. Returns 0, or -1 with a
// complaint.
int side_create(struct side *side, const struct case_spec *spec, struct complaint *c);
void side_destroy(struct side *side);

// Lets both sides run in turn in nr_pairs pairs of windows, after one of each that does not count
// (it inserts the keys, and warms up). Thread i is pinned to the i-th PU in hwloc's order and lives
// as long as the duel. Returns the median of the ratios of their times per increment, a / b (which
// is b's increments per second over a's), with its 95 % interval.
struct estimate duel(struct side *a, struct side *b, const struct topology *t, unsigned nr_pairs);

// The same for the sides that two cases make. Returns 0 with the ratio; -1 with a complaint.
int duel_cases(struct estimate *ratio, const struct case_spec *a, const struct case_spec *b,
	       const struct topology *t, unsigned nr_pairs, struct complaint *c);

#endif
