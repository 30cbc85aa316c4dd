// SPDX-License-Identifier: MIT

// How a round ended: as the witness ends, or not.

#ifndef RACELAB_EXPLORE_JUDGE_H
#define RACELAB_EXPLORE_JUDGE_H

#include <stdbool.h>

#include "harness/explore/replay/play.h"

// For the conductor, when all tasks are at rest. Of a hang, it lets them go to see; else nobody
// moves. False if it is not the predicted end, which then is told (actor_differ).
bool judge_round(struct play *play);

#endif
