// SPDX-License-Identifier: MIT

// The locks that are worth their price: none other is both faster and fairer.

#ifndef RACELAB_FRONT_H
#define RACELAB_FRONT_H

#include <stdbool.h>
#include <stddef.h>

struct chart_point;

// Marks those of the points that no other one beats in both throughput and handovers, by medians.
// They are of one panel.
void front_mark(struct chart_point *points, size_t nr);

// Whether the lock goes to another task at least as often as if the next one were drawn by lot
// among all of them: then any of them soon has its turn.
bool front_takes_turns(const struct chart_point *point);

#endif
