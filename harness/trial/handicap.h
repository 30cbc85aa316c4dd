// SPDX-License-Identifier: MIT

// A handicap makes racelab really slower by a known share, to see whether a comparison finds it
// (`make power`). No figure is altered: each task is idle for that share of its time, so that in
// any regime of the machine fewer increments are done in it; and each row's detail says so.

#ifndef RACELAB_HANDICAP_H
#define RACELAB_HANDICAP_H

#include "harness/complaint.h"

// The share (0..0.9) that the environment variable RACELAB_HANDICAP ("5%") asks for; 0 if it is not
// set. Returns 0, or -1 with a user's complaint.
int handicap_read(double *share, struct complaint *c);

#endif
