// SPDX-License-Identifier: MIT

// Two samples compared by rank: nothing is assumed of their distributions.

#ifndef RACELAB_RANKS_H
#define RACELAB_RANKS_H

#include <stddef.h>

// Cliff's delta: how much more often a value of a is above one of b than below it, -1..1 (Cliff,
// Psychological Bulletin 114, 1993). NaN if either is empty. Values are not reordered.
double cliffs_delta(const double *a, size_t nr_a, const double *b, size_t nr_b);

// The two-sided p-value of Mann and Whitney's test that neither sample tends to larger values
// (Annals of Mathematical Statistics 18, 1947): from the exact distribution where both have at most
// 20 values and no two are equal, else from the normal one with corrections for ties and
// continuity. 1 if either is empty.
double mann_whitney_p(const double *a, size_t nr_a, const double *b, size_t nr_b);

#endif
