// SPDX-License-Identifier: MIT

// The records as tables: how often what was said is so.

#ifndef RACELAB_POWER_TABLES_H
#define RACELAB_POWER_TABLES_H

#include "harness/power/records.h"

// Of two equal sides, case by case and for all together: how many 95 % intervals hold 1 (with the
// exact interval of that share), how far the medians are from it, how wide the intervals are, and
// how often a threshold of 3, 5 and 10 % would have called HEAD slower.
void table_of_equals(const struct records *records, const char *part, const char *title);

// Of a slower HEAD: how often that was found at the threshold, what else was said, and how long it
// took.
void table_of_differences(const struct records *records);

// The same of separate runs: how many cases of all.
void table_of_slower_runs(const struct records *records);

// Case by case: the standard deviation of the logarithm of the ratio, level by level.
void table_of_levels(const struct records *records);

#endif
