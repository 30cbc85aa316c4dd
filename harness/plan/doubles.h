// SPDX-License-Identifier: MIT

// Cases that stand twice in a plan, as matrices may overlap.

#ifndef RACELAB_DOUBLES_H
#define RACELAB_DOUBLES_H

#include "harness/complaint.h"
#include "harness/plan/plan.h"

// Leaves of equal cases the first one. Returns 0, or -1 with a machine's complaint.
int plan_drop_doubles(struct plan *plan, struct complaint *c);

#endif
