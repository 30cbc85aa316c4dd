// SPDX-License-Identifier: MIT

// Which trials of two runs are alike: pairs with the nearest recorded state of the machine.

#ifndef RACELAB_PAIRING_H
#define RACELAB_PAIRING_H

#include <stddef.h>

#include "harness/data/row.h"

// How far the machine's states of two trials are apart, in units of what already changes a
// throughput by a few per cent: 10 % of handoff, 1 % of spin, a tenth of the time stolen, a tenth
// of overlap, added up. INFINITY if only one has a handoff (then the other task had no PU to answer
// from) or any of the other fields.
double pairing_distance(const struct row *a, const struct row *b);

// Pairs head's rows with base's, nearest first, no row twice, none beyond PAIRING_FARTHEST; rows
// that are not ok or have no throughput are left out. Writes head's throughput over base's of each
// pair to ratios[], which has room for the smaller number of rows, and returns how many there are.
// Aborts without memory. At most PAIRING_MOST rows of each side are used, evenly spread, because
// the distances between all of them are needed.
#define PAIRING_FARTHEST 3.0
#define PAIRING_MOST	 400
size_t pairing_ratios(const struct row *const *head, size_t nr_head, const struct row *const *base,
		      size_t nr_base, double *ratios);

#endif
