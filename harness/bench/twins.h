// SPDX-License-Identifier: MIT

// Our locks beside Concurrency Kit's.

#ifndef RACELAB_TWINS_H
#define RACELAB_TWINS_H

#include "harness/complaint.h"
#include "harness/machine/topology.h"

// Lets each lock of ours and its twin race on `variable` in turn, by one thread and by two (where
// there are two PUs), and prints the ratios. Returns 0, or -1 with a complaint.
int bench_twins(const struct topology *topology, struct complaint *c);

#endif
