// SPDX-License-Identifier: MIT

// One task of a replay: what it does at each of its accesses. It waits for its turn, compares what
// it is about to do with what it has to do, does it, compares what came of it, and passes the turn
// on. What is not as predicted ends the round.

#ifndef RACELAB_EXPLORE_ACTOR_H
#define RACELAB_EXPLORE_ACTOR_H

#include <stdint.h>

#include "harness/explore/replay/play.h"

// From now on the program's accesses in this process, and those forked from it, are this play's.
void actor_expect(struct play *play);

// A task of all rounds, as a task_body: its context is the play.
void actor_main(void *context, unsigned task);

// Notes that this round is not as predicted, in printf format, and stops it.
void actor_differ(struct play *play, const char *format, ...) __attribute__((format(printf, 2, 3)));

// As numbers for people: how a step is called, from 1.
unsigned actor_step(uint32_t number);

#endif
