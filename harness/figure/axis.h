// SPDX-License-Identifier: MIT

// What a figure's x axis is, and where on it a case stands.

#ifndef RACELAB_FIGURE_AXIS_H
#define RACELAB_FIGURE_AXIS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/data/row.h"

enum chart_x {
	X_NONE, /* bars, tables: every case stands for itself */
	X_TASKS,
	X_SLOTS,
	X_DISTANCE, /* bytes from one task's own counter to the next one's */
	X_LOCKS,
	NR_CHART_X,
};

// What stands at the axis: "tasks (N)".
const char *axis_label(enum chart_x x);

// "tasks", "slots", ...: what gnuplot calls it.
const char *axis_word(enum chart_x x);

// Where a case stands; 0 if it is not on that axis (a lock-free strategy has no number of locks).
// On X_NONE all stand at 1.
int64_t axis_value(enum chart_x x, const struct row *row);

// Whether two cases are alike in all but what x says.
bool axis_same_series(enum chart_x x, const struct row *a, const struct row *b);

#endif
