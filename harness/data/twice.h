// SPDX-License-Identifier: MIT

// Whether a trial stands twice among rows. A plan has each block and position once, and a run that
// was gone on with does not repeat what it has.

#ifndef RACELAB_TWICE_H
#define RACELAB_TWICE_H

#include <stddef.h>

#include "harness/data/rows.h"

// Finds the first row whose block and position an earlier one has, too: puts their indices in
// *second and *first and returns 1. 0 if there is none; -1 without memory. Rows without a block or
// a position are like no other. Rows in the order of the schedule, as racelab writes them, cost one
// look each; others are sorted.
int twice_find(const struct rows *rows, size_t *first, size_t *second);

#endif
