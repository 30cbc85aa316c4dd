// SPDX-License-Identifier: MIT

// The least that a strategy must do: count right while nobody disturbs it.

#ifndef RACELAB_VALIDATION_H
#define RACELAB_VALIDATION_H

#include "benches/sync/sync.h"
#include "harness/complaint.h"

// One task counts a variable ten up, which must read exactly ten, and ten down, which must read 0;
// once set up for threads and, if the strategy can do that, once for processes. Returns 0, or -1
// with a user's complaint: what it counted. It runs the strategy's own code, which may crash.
int validate(const struct strategy *strategy, struct complaint *c);

#endif
