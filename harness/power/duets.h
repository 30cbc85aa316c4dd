// SPDX-License-Identifier: MIT

// How good duets are: an executable against its copies, against itself laid out differently, and
// against itself with a handicap.

#ifndef RACELAB_POWER_DUETS_H
#define RACELAB_POWER_DUETS_H

#include <stddef.h>

#include "harness/power/records.h"

#define POWER_COPIES  "copies"
#define POWER_LAYOUTS "layouts"

// What HEAD is slower by, at which threshold that is to be found, and how many times of 20.
struct handicap_part {
	const char *name; /* the records' part */
	unsigned handicap_pct, threshold_pct;
	const char *wanted;
};

extern const struct handicap_part power_handicaps[];
extern const size_t power_nr_handicaps;

// Adds what is still missing in the records: nr duets of each case with a byte-identical copy made
// for it; nr of each with `layout` number i and i + 1 of the nr_layouts there are beside racelab;
// nr of each case that is handicapped with each handicap. `directory` is for what is made.
void power_copies(struct records *records, const char *directory, unsigned nr);
void power_layouts(struct records *records, unsigned nr, unsigned nr_layouts);
void power_handicapped(struct records *records, const char *directory, unsigned nr);

#endif
