// SPDX-License-Identifier: MIT

// A long witness of one who waits is mostly waiting: turns of a loop that are the same are shown
// once.

#ifndef RACELAB_EXPLORE_FOLDING_H
#define RACELAB_EXPLORE_FOLDING_H

#include <stddef.h>

#include "harness/explore/found.h"

// How many steps from that one on do what those right before them did: turns of one task that only
// read, and read the same. 0 if so few that they had better be shown, or the witness is short.
size_t folding_at(const struct witness *witness, size_t step);

#endif
