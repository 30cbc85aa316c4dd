// SPDX-License-Identifier: MIT

// From what the ranks have told to the row, as the controller is sent it.

#ifndef RACELAB_RANK_RESULT_H
#define RACELAB_RANK_RESULT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "benches/structure/structure.h"
#include "harness/rank/play/stint.h"
#include "harness/rank/play/told.h"
#include "harness/rank/play/world.h"

// All went well: `done` of each task, and what was left in the structure.
json_t *result_row(const struct world *world, const struct stint *stint, const struct done *done,
		   const struct observed *found);

// After so long some of the ranks 1..nr have not come.
json_t *result_hung(const struct world *world, const struct stint *stint, const bool *came, int nr,
		    uint64_t after_ns);

// It cannot be raced on these hosts.
json_t *result_refused(const struct stint *stint, const char *why);

#endif
