// SPDX-License-Identifier: MIT

// A rank that races.

#ifndef RACELAB_RANK_RACER_H
#define RACELAB_RANK_RACER_H

#include "harness/rank/play/memory.h"
#include "harness/rank/play/stint.h"
#include "harness/rank/play/world.h"

// One trial, of the case that `order` tells: to be called by all ranks but the owner, also by those
// who have no part in it.
void racer_play(const struct world *world, struct memory *memory, const char *order);

// Pins us to our PU of our host, or where nobody is to be pinned, lets us run anywhere. The owner
// has the last one of the placement for itself, if there are more: who shares a PU with it waits
// for its own time slice to end at each increment, as MPI does not give the PU up while it waits.
// Those that race have the others in turn. Returns 0, or an errno value. *pu is the OS number; -1:
// none.
int racer_pin(const struct world *world, const struct stint *stint, int *pu);

#endif
