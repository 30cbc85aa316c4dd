// SPDX-License-Identifier: MIT

// A summary as a table for people.

#ifndef RACELAB_SUMMARY_TABLE_H
#define RACELAB_SUMMARY_TABLE_H

#include <stdio.h>

#include "harness/data/summary.h"

// Prints one line a case: the axes in which the cases differ (what all have in common is said once,
// above), throughput with its interval, cost, loss, goodput and outcomes; and below, what the
// interval is. On a terminal no wider than that; else as wide as it needs. Returns 0, or an errno
// value.
int summary_print(const struct summary *summary, FILE *out);

// The same with these columns (of summary_column_find) and no others, at most SUMMARY_COLUMNS_END;
// on a terminal the table is cut where it does not fit.
int summary_print_columns(const struct summary *summary, const int *chosen, size_t nr, FILE *out);

#endif
