// SPDX-License-Identifier: MIT

// The labs in which processes talk, `messages` and `echo`, beside hand-written loops of the same
// system calls.

#ifndef RACELAB_TALK_H
#define RACELAB_TALK_H

#include "harness/complaint.h"
#include "harness/machine/topology.h"

// Prints, for each way of `messages` and some models of the server of `echo`, the time that the lab
// takes over the time of a loop with nothing but the calls. Nothing on one PU: the two processes
// would only take turns. Returns 0, or -1 with a complaint.
int bench_talk(const struct topology *topology, struct complaint *c);

#endif
