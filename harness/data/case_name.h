// SPDX-License-Identifier: MIT

// What a row's case is called.

#ifndef RACELAB_CASE_NAME_H
#define RACELAB_CASE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/data/column.h"
#include "harness/data/row.h"

// A row's case as case_format names the planned one: its axes in the columns' order, separated by
// spaces; class, absent ones and zero pauses left out: "array mutex thread 2 compact uniform 64
// striped:8 hold=100ns". Control characters in its words become '?'; without the strategy if
// with_sync is false. Returns text; what does not fit is cut off.
const char *case_name(const struct row *row, bool with_sync, char *text, size_t size);

// The same with only those of its axes for which shown[] is true.
const char *case_name_by(const struct row *row, const bool shown[NR_COLUMNS], char *text,
			 size_t size);

#endif
