// SPDX-License-Identifier: MIT

// What members do: the only place where the frame and the student's code are called.

#ifndef RACELAB_GRADE_CHORES_H
#define RACELAB_GRADE_CHORES_H

#include "harness/grade/race/heat.h"

// In the member's own thread or process.
void chore_do(struct conductor *conductor, unsigned member, enum chore chore);

// In the conductor, before there are members: where claims that do not hold are noted.
void chore_note_in(struct heat *heat, const struct heat_plan *plan);

// The loader's two hooks.
void chore_unmet(const char *what);
void chore_reached(void);

#endif
