// SPDX-License-Identifier: MIT

// The strategies that a run has raced.

#ifndef RACELAB_RACED_H
#define RACELAB_RACED_H

#include <stddef.h>

#include "harness/data/rows.h"

enum {
	MOST_RACED = 128, /* there are some 50, and those with parameters */
};

struct raced {
	const char *sync[MOST_RACED]; /* the rows' words */
	size_t nr;
};

// Each once, in the order of the catalogue, those that it does not know behind. Beyond MOST_RACED
// they are left out.
void raced_list(struct raced *raced, const struct rows *rows);

#endif
