// SPDX-License-Identifier: MIT

// The bootstrap: how far a median would move if other values had been drawn.

#ifndef RACELAB_BOOTSTRAP_H
#define RACELAB_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#include "harness/statistics/estimate.h"

// The median of n values with its percentile interval over nr_resamples resamples (Efron and
// Tibshirani, An Introduction to the Bootstrap, 13.3). Values of one cluster, `cluster` neighbours
// (the last cluster may be shorter), are drawn together: what they have in common, a machine's mood
// or a page's place, counts once and not `cluster` times (Davison and Hinkley, Bootstrap Methods,
// 3.8); 1 draws each value by itself. `seed` decides the draws. coverage is the confidence asked
// for. n of 0 gives nr 0 and NaNs; fewer than two clusters give an interval from -inf to inf: one
// cluster says nothing of how they differ. No NaN among the values; they are not reordered. Aborts
// without memory.
struct estimate bootstrap_median(const double *values, size_t n, size_t cluster, double confidence,
				 unsigned nr_resamples, uint64_t seed);

#endif
