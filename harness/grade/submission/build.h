// SPDX-License-Identifier: MIT

// From preprocessed text to what can be raced.

#ifndef RACELAB_GRADE_BUILD_H
#define RACELAB_GRADE_BUILD_H

struct making;

// Compiles it, judges the object, and links it with the exercise's frame. A step as in making.h.
int build(struct making *making);

#endif
