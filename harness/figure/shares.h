// SPDX-License-Identifier: MIT

// How the increments of a case were shared out among its tasks.

#ifndef RACELAB_SHARES_H
#define RACELAB_SHARES_H

#include <stddef.h>

struct chart_point;

// Fills in `unluckiest` and `luckiest` of each point: the shares of the tasks that did fewest and
// most, medians over its trials with 95 % intervals. Returns 0, or -1 without memory.
int shares_estimate(struct chart_point *points, size_t nr);

#endif
