// SPDX-License-Identifier: MIT

// How ratios are printed: a table with one row each, and whether it is as small as it should be.

#ifndef RACELAB_RATIOS_H
#define RACELAB_RATIOS_H

#include "harness/statistics/estimate.h"

struct libscols_table;

// A table whose first two columns are called so: what is compared ("kernel of variable, 1 task"),
// and which ratio that is ("time / hand-written").
struct libscols_table *ratios_create(const char *what, const char *ratio);

// Adds a row. `most` is what the median should be at most; NaN: there is no such bound.
void ratios_add(struct libscols_table *table, const char *name, const struct estimate *ratio,
		double most);

// Prints the table and frees it.
void ratios_print(struct libscols_table *table);

#endif
