// SPDX-License-Identifier: MIT

// The shards of a plan, each a result directory of its own, beside each other in one folder.

#ifndef RACELAB_SHARDS_H
#define RACELAB_SHARDS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/plan/plan.h"
#include "harness/plan/shard.h"

// "FOLDER/shard-2-of-8", on the heap; the folder itself for the whole plan.
char *shards_path(const char *folder, const struct shard *shard);

// The seed of the shards that are in the folder. False, and nothing in *seed, if there are none.
bool shards_seed(const char *folder, uint64_t *seed);

// Whether the plan's shard belongs to what is in the folder: shards of the very same plan, cut into
// as many, or nothing. Returns 0, or -1 with a user's complaint: a whole run is there, or shards
// where this is to be a whole one; another number of shards; another seed, window, ...; other
// cases, as on nodes with other numbers of PUs. What is not there yet, or cannot be read, is no
// reason.
int shards_agree(const char *folder, const struct plan *plan, struct complaint *c);

#endif
