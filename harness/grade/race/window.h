// SPDX-License-Identifier: MIT

// The window of a heat: all tasks are released together, and told to stop when its time is over.

#ifndef RACELAB_GRADE_WINDOW_H
#define RACELAB_GRADE_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/grade/race/heat.h"

// In a script. Returns true when all tasks have ended; false if one crashed or hangs.
bool window_hold(struct conductor *conductor);

// Afterwards: rounds done by all tasks, and how long one took a task: the inverse of their mean
// rate. Of a task that never slept, time that others had its PU for is left out: a lock that is
// handed over by yielding would else be as slow as whatever else goes on here.
uint64_t window_done(const struct heat *heat, unsigned nr_tasks);
double window_ns_per_round(const struct heat *heat, unsigned nr_tasks);

#endif
