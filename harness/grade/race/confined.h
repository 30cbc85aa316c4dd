// SPDX-License-Identifier: MIT

// What of a heat is confined, and how.

#ifndef RACELAB_GRADE_CONFINED_H
#define RACELAB_GRADE_CONFINED_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/grade/race/heat.h"

// Gives away all rights of the calling process, with all its threads. Returns whether that was
// possible; else heat.why says why not, and nothing of the student's may run.
bool confined(struct conductor *conductor);

// The same for a process that serves: it may make threads, and talk over the listener and what it
// accepts. Returns 0, or -1 with a complaint.
int confined_server(int listener, uint64_t cpu_ns, int *call, struct complaint *c);

// Before any: a crash leaves no core and calls no handler of ours.
void confined_prepare(void);

#endif
