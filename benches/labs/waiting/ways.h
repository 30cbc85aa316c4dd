// SPDX-License-Identifier: MIT

// The ways to run some errands: one after another, or at once by a thread each, a process each, or
// all in one poll loop; and what that takes.

#ifndef RACELAB_LABS_WAYS_H
#define RACELAB_LABS_WAYS_H

#include "benches/labs/waiting/errand.h"

enum {
	WAYS_MAX_TASKS = 128
};

struct way {
	const char *name;
	void (*go)(struct errand *errands, unsigned n);
};

// The first one is "in turn", all others are at once.
enum {
	NR_WAYS = 4
};
extern const struct way ways[NR_WAYS];

struct way_cost {
	double wall_ms, cpu_ms; /* CPU time with that of children */
};

// Goes one way. The errands are in memory that is shared with children.
struct way_cost way_go(const struct way *way, struct errand *errands, unsigned n);

#endif
