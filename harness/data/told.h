// SPDX-License-Identifier: MIT

// Which axes of a summary can be left out because the others tell them: all arrays have 64 slots,
// all variables none.

#ifndef RACELAB_TOLD_H
#define RACELAB_TOLD_H

#include <stdbool.h>

#include "harness/data/column.h"
#include "harness/data/summary.h"

// True if no two cases are alike in all axes for which shown[] is true but `axis`, and differ in
// that one.
bool axis_is_told(const struct summary *summary, const bool shown[NR_COLUMNS], enum column_id axis);

#endif
