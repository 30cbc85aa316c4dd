// SPDX-License-Identifier: MIT

// What it costs to be loaded instead of compiled in.

#ifndef RACELAB_BENCH_PLUGIN_H
#define RACELAB_BENCH_PLUGIN_H

#include "harness/complaint.h"
#include "harness/machine/topology.h"

// Builds the example of benches/examples by its own Makefile, loads it, duels it with the same file
// compiled into this program (variable, one task), and prints the ratio with its interval. Returns
// 0, or -1 with a complaint.
int bench_plugin(const struct topology *topology, struct complaint *c);

#endif
