// SPDX-License-Identifier: MIT

// Paired comparison: two ways to do the same, in short neighbouring windows, in random order within
// each pair. What the machine does to the one it does to the other, so their ratio is steady where
// neither time is.

#ifndef RACELAB_PAIRS_H
#define RACELAB_PAIRS_H

#include <stdint.h>

#include "harness/statistics/estimate.h"

// Does `ops` operations.
typedef void side_fn(void *context, uint64_t ops);

// The same, but it times itself, because not all that it has to do counts. Returns ns.
typedef uint64_t timed_fn(void *context, uint64_t ops);

// ops that take `a` about window_ns.
uint64_t pairs_calibrate(side_fn *a, void *context, uint64_t window_ns);
uint64_t pairs_calibrate_timed(timed_fn *a, void *context, uint64_t window_ns);

// Times both sides in nr_pairs windows of `ops` each. Returns the median of the ratios of their
// times, a / b, with its 95 % interval.
struct estimate pairs_compare(side_fn *a, side_fn *b, void *context, uint64_t ops,
			      unsigned nr_pairs);
struct estimate pairs_compare_timed(timed_fn *a, timed_fn *b, void *context, uint64_t ops,
				    unsigned nr_pairs);

#endif
