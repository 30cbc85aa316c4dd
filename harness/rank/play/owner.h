// SPDX-License-Identifier: MIT

// The owner of the counters, rank 0: it does not race, so that it can be inside MPI all the time,
// where what the others do to its memory makes progress.

#ifndef RACELAB_OWNER_H
#define RACELAB_OWNER_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/rank/play/memory.h"
#include "harness/rank/play/world.h"

// One trial, of the case that `order` tells. Returns what the controller is told: a row, or a
// refusal; NULL if the controller, at the other end of controller_fd, is gone. *over becomes true
// if some ranks did not come back in time: nothing more can be asked of any.
json_t *owner_play(const struct world *world, struct memory *memory, const char *order,
		   int controller_fd, bool *over);

#endif
