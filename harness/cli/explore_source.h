// SPDX-License-Identifier: MIT

// The source of what racelab explore was asked for, with its tasks and increments.

#ifndef RACELAB_EXPLORE_SOURCES_H
#define RACELAB_EXPLORE_SOURCES_H

#include "harness/cli/explore_options.h"
#include "harness/complaint.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/target.h"

// Returns 0; -1 with a user's complaint if it has no tasks or increments to choose, or not so many.
int explore_source(const struct explore_asked *asked, const struct target *target, const char *root,
		   struct source *source, struct complaint *c);

// How many increments each task makes; 0: a file's own.
unsigned explore_ops(const struct explore_asked *asked, const struct target *target);

#endif
