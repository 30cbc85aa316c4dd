// SPDX-License-Identifier: MIT

// How often something was found, as a table.

#ifndef RACELAB_POWER_TALLY_H
#define RACELAB_POWER_TALLY_H

#include <stddef.h>

struct libscols_table;

// `what` is the first column's headline.
struct libscols_table *tally_create(const char *what);

// A row: nr_found of nr with the exact 95 % interval of that share, what was wanted ("at most 1";
// "" for nothing) and a remark.
void tally_add(struct libscols_table *table, const char *what, size_t nr_found, size_t nr,
	       const char *wanted, const char *remark);

// Prints the table and frees it.
void tally_print(struct libscols_table *table);

#endif
