// SPDX-License-Identifier: MIT

// A fleet out of a store.

#ifndef RACELAB_FLEET_LOAD_H
#define RACELAB_FLEET_LOAD_H

#include "harness/complaint.h"
#include "harness/data/fleet.h"
#include "harness/store/runs.h"

// Reads these runs, as runs_load orders them, and makes their summaries: the runs of a machine are
// one. Returns 0, or -1 with a complaint. fleet_fini is due in any case.
int fleet_load(struct fleet *fleet, const char *store, const struct runs *runs,
	       struct complaint *c);

#endif
