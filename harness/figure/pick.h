// SPDX-License-Identifier: MIT

// Which cases of a run a figure shows.

#ifndef RACELAB_PICK_H
#define RACELAB_PICK_H

#include "harness/data/summary.h"
#include "harness/figure/recipe.h"

// Fills `picked`, which has room for all cases of the summary, in the summary's order. Of a figure
// against an axis, cases that stand alone on it are left out of a structure that has others which
// vary along it: a run can sweep several things, and each figure shows the lines of one. Returns
// how many, or -1 without memory.
long pick(const struct case_summary **picked, const struct recipe *recipe,
	  const struct summary *summary);

#endif
