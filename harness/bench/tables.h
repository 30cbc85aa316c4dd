// SPDX-License-Identifier: MIT

// Our hash table beside userspace RCU's.

#ifndef RACELAB_TABLES_H
#define RACELAB_TABLES_H

#include "harness/complaint.h"
#include "harness/machine/topology.h"

// Lets fetch_add race on `hashtable` and on `lfht` in turn, by one thread and by two (where there
// are two PUs), and prints the ratios. Returns 0, or -1 with a complaint.
int bench_tables(const struct topology *topology, struct complaint *c);

#endif
