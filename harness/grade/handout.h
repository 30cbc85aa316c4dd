// SPDX-License-Identifier: MIT

// What students are given of an exercise: its text, its header, the stub that they fill in, and a
// Makefile that needs racelab alone. Neither frame, rubric nor solution.

#ifndef RACELAB_HANDOUT_H
#define RACELAB_HANDOUT_H

#include "harness/complaint.h"
#include "harness/grade/exercise.h"

// Makes the folder, or fills one that is there; never writes over a file. Returns 0; -1 with a
// user's complaint if one of the files is there already, or a machine's.
int handout_make(const struct exercise *exercise, const char *folder, struct complaint *c);

#endif
