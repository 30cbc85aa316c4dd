// SPDX-License-Identifier: MIT

// Keeping PUs awake. A virtual core that has nothing to do is halted, and its host may let it go on
// elsewhere: so the two windows of a pair would run on different machines, as it were. On a quiet
// two-core virtual machine the intervals of duets were five times as wide without this as with it.

#ifndef RACELAB_AWAKE_H
#define RACELAB_AWAKE_H

#include "harness/machine/topology.h"

struct awake;

// Starts a thread on each of these PUs that does nothing, at the lowest priority there is
// (SCHED_IDLE), and gives way to everybody at once. NULL if there is none to start: the duet is
// raced all the same. awake_destroy takes NULL.
struct awake *awake_create(const struct topology *topology, const unsigned *pus, unsigned nr_pus);
void awake_destroy(struct awake *awake);

#endif
