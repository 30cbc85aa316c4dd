// SPDX-License-Identifier: MIT

// Every execution of a program under a model, each once: by graphs that grow event by event, where
// a write that comes late also revisits reads that were there before it (Kokologiannakis, Marmanis,
// Gladstein, Vafeiadis: Truly Stateless, Optimal Dynamic Partial Order Reduction, POPL 2022).
//
// A turn of a waiting loop that changed nothing is where its task stops: if it read something old,
// the same execution without that turn is another one of those that are visited; if all who are
// left read the newest there is, it is a hang.

#ifndef RACELAB_EXPLORE_EXECUTIONS_H
#define RACELAB_EXPLORE_EXECUTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"

// Counts the executions by outcome, at most `most` of them (0: all), into *found; with `judge` also
// what goes wrong, each kind with a witness that has few switches.
void executions_search(struct behaviour *behaviour, enum model model, uint64_t most, bool judge,
		       struct limit *limit, struct found *found);

#endif
