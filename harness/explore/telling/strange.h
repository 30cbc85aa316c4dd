// SPDX-License-Identifier: MIT

// Steps of a witness that a reader would not believe: a read that does not see a write above it, or
// goes ahead of a store above it; a write that comes before one above it.

#ifndef RACELAB_EXPLORE_STRANGE_H
#define RACELAB_EXPLORE_STRANGE_H

#include <stdio.h>

struct marks;

// A sentence for each (one of those that are alike, and no more than explain something), with
// `between` before each of them.
void strange_put(FILE *out, const struct marks *marks, const char *between);

#endif
