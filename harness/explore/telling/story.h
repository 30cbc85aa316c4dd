// SPDX-License-Identifier: MIT

// What a witness shows, in a few sentences: "task 1 stored 1, from a value that it read before task
// 0 stored 1: that update is lost."

#ifndef RACELAB_EXPLORE_STORY_H
#define RACELAB_EXPLORE_STORY_H

#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/marks.h"
#include "harness/explore/telling/subject.h"

// Writes them with `between` (not "") between any two, nothing behind the last. `marks` may be
// NULL: no witness was found. Where its trace stands is not kept.
void story_put(FILE *out, const struct subject *subject, const struct wrong *wrong,
	       struct marks *marks, const char *between);

#endif
