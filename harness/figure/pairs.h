// SPDX-License-Identifier: MIT

// The handoff between PUs, two by two, from what the trials recorded: each has measured it between
// its first two tasks, just before its window.

#ifndef RACELAB_PAIRS_H
#define RACELAB_PAIRS_H

#include <stddef.h>

#include "harness/statistics/estimate.h"

enum {
	MAX_PUS_SHOWN = 64, /* more cells than 64 x 64 are no picture any more */
};

struct chart_point;

struct pair {
	unsigned low,
	    high; /* indices in pus[]; the line goes there and back, so order is nothing */
	struct estimate ns;
	double p5, p95; /* what 90 % of the trials lie between */
};

struct pairs {
	int pus[MAX_PUS_SHOWN]; /* OS numbers, rising */
	unsigned nr_pus;	/* 0: no two tasks ran on different PUs */
	struct pair *pair;
	size_t nr;
};

// Of the trials of these points; PUs beyond MAX_PUS_SHOWN are left out. Returns 0, or -1 without
// memory.
int pairs_build(struct pairs *pairs, const struct chart_point *points, size_t nr);

void pairs_fini(struct pairs *pairs);

#endif
