// SPDX-License-Identifier: MIT

// What is known of a plan's trials before the first of them: a row for each case, with its axes and
// nothing else. Who shows or compares cases is handed these, and need not know what a plan is.

#ifndef RACELAB_PLANNED_H
#define RACELAB_PLANNED_H

#include "harness/complaint.h"
#include "harness/data/rows.h"
#include "harness/plan/plan.h"

// Makes the rows of all cases, in the plan's order. Returns 0, or -1 with a machine's complaint; to
// be given to rows_fini in each case.
int planned_rows(struct rows *rows, const struct plan *plan, struct complaint *c);

#endif
