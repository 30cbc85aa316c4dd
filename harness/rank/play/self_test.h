// SPDX-License-Identifier: MIT

// Are MPI's atomic operations atomic here? Some releases and settings have given wrong sums; what
// is measured with them would be of no use, and its losses would be blamed on the strategies.

#ifndef RACELAB_SELF_TEST_H
#define RACELAB_SELF_TEST_H

#include <jansson.h>
#include <stddef.h>

#include "harness/rank/play/memory.h"
#include "harness/rank/play/world.h"

// All ranks but the owner add to three words at once: by MPI_Fetch_and_op, MPI_Accumulate and
// MPI_Compare_and_swap. To be called by all ranks at a time. Returns, at the owner, what run.json
// says of it, and leaves what is wrong in one line in `why`; "" if nothing.
json_t *self_test(const struct world *world, struct memory *memory, char *why, size_t size);

#endif
