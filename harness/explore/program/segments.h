// SPDX-License-Identifier: MIT

// Where a shared object lies that was loaded into this process: all of it, and its variables.

#ifndef RACELAB_EXPLORE_SEGMENTS_H
#define RACELAB_EXPLORE_SEGMENTS_H

#include <stdbool.h>

#include "harness/explore/runtime/seam.h"

struct segments {
	struct seam_range image;  /* from where its addresses count */
	struct seam_range memory; /* the one segment that it writes to */
};

// Of the object that `inside` is part of: a function or a variable. False if there is none, or it
// has no variables.
bool segments_find(const void *inside, struct segments *segments);

#endif
