// SPDX-License-Identifier: MIT

// A rank's part in a run: all there is with MPI, or where racelab is built without it, nothing.

#ifndef RACELAB_PART_H
#define RACELAB_PART_H

#include <sys/types.h>

#include "harness/rank/launch.h"

// NULL if ranks that were started so can be raced; else why not, and what would be right, in one
// clause.
const char *part_refused(const struct launch *launch);

// Plays it to its end. `fd` and `controller` are rank 0's: the controller's end of the conversation
// (ranks.h), and its process. Returns the exit status: rank 0's is the controller's.
int part_play(const struct launch *launch, int fd, pid_t controller);

// How long the end of MPI may take, in ns.
#define PART_END_NS 5000000000

#endif
