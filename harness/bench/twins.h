// SPDX-License-Identifier: MIT

// Our locks beside Concurrency Kit's.

#ifndef RACELAB_TWINS_H
#define RACELAB_TWINS_H

#include "harness/machine/topology.h"

// Lets each lock of ours and its twin race on `variable` in turn, by one thread and by two (where
// there are two PUs), and prints the ratios. The racelab that races them is the one that the
// environment's RACELAB names.
void bench_twins(const struct topology *topology);

#endif
