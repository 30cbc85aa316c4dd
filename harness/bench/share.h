// SPDX-License-Identifier: MIT

// How much of a run's wall time is spent inside windows.

#ifndef RACELAB_SHARE_H
#define RACELAB_SHARE_H

#include "harness/complaint.h"
#include "harness/machine/topology.h"

// Measures the lecture's matrix with three blocks and prints the share. Returns 0, or -1 with a
// complaint.
int bench_share(const struct topology *topology, struct complaint *c);

#endif
