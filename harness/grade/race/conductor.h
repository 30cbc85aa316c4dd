// SPDX-License-Identifier: MIT

// A heat from inside.

#ifndef RACELAB_GRADE_CONDUCTOR_H
#define RACELAB_GRADE_CONDUCTOR_H

#include <stdbool.h>

#include "harness/grade/race/heat.h"

// As a sandbox's main: its context is the struct heat_plan.
int conductor_main(void *context);

// For scripts: says what goes on from now on, for whoever is to say when it ended.
void conductor_enter(struct conductor *conductor, enum heat_phase phase);

// frame_begin. False if it did not come to its end, or has claimed something.
bool conductor_begin(struct conductor *conductor);

#endif
