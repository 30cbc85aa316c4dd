// SPDX-License-Identifier: MIT

// A task that crashes ends there, as one that fails an assertion does: the signal's handler runs on
// a stack of its own and gives the task up by its runtime, and whoever ran it goes on.

#ifndef RACELAB_EXPLORE_FAULTS_H
#define RACELAB_EXPLORE_FAULTS_H

#include "harness/explore/runtime/seam.h"

// From now on, in the thread that calls it (and for SIGALRM, too, by which an endless task is
// ended). Each thread that runs tasks is to call it once. Until faults_belong_to, and where no task
// runs, a signal is what it always was.
void faults_catch(void);

// Whose tasks run: those of the program with that seam.
void faults_belong_to(struct seam *seam);

#endif
