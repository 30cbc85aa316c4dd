// SPDX-License-Identifier: MIT

// The settings of a run, read: how each trial is measured. Internal to this room.

#ifndef RACELAB_MEASURING_H
#define RACELAB_MEASURING_H

#include "harness/complaint.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"

// Reads all settings, those not given from their defaults; a seed is drawn. Returns 0, or -1 with a
// complaint that begins with where the setting was given.
int measuring_read(struct measuring *measuring, const struct given given[NR_SETTINGS],
		   struct complaint *c);

#endif
