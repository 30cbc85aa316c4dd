// SPDX-License-Identifier: MIT

// Whether two tasks do more than one: counters that are apart, and counters that only look so.

#ifndef RACELAB_SCALING_H
#define RACELAB_SCALING_H

#include "harness/complaint.h"
#include "harness/machine/topology.h"

// Prints, for each scalable strategy and for fetch_add, the time that an increment takes two tasks
// together over the time it takes one task alone: 0.5 is perfect. Nothing on one PU. Returns 0, or
// -1 with a complaint.
int bench_scaling(const struct topology *topology, struct complaint *c);

#endif
