// SPDX-License-Identifier: MIT

// A histogram that many tasks fill at once, to be written in histogram.c.

#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	HISTOGRAM_BINS = 64,	/* at most */
	HISTOGRAM_BYTES = 8192, /* of a struct histogram, at most: two lines of 64 for each bin */
};

struct histogram; /* yours: say in histogram.c what is in it */

extern const size_t histogram_bytes; /* sizeof(struct histogram) */

// Before all else. All bytes of it are 0, it begins at a line of 64; bins have the numbers 0 to
// nr_bins - 1, tasks 0 to nr_tasks - 1.
void histogram_init(struct histogram *histogram, unsigned nr_bins, unsigned nr_tasks);

// One more in this bin.
void histogram_add(struct histogram *histogram, unsigned task, unsigned bin);

// Puts into the bin what `change`, called once, makes of what there was in it, and lets nobody else
// at it meanwhile. That may take long: others can add to the neighbouring bins while it does.
typedef uint64_t histogram_change(uint64_t count, void *argument);
void histogram_update(struct histogram *histogram, unsigned task, unsigned bin,
		      histogram_change *change, void *argument);

// One less in the one bin and one more in the other, of which nobody ever sees the half. Returns
// false, and does nothing, if there is none in `from`. The two may be the same bin.
bool histogram_move(struct histogram *histogram, unsigned task, unsigned from, unsigned to);

// How many there are in this bin; how many in all bins, at one moment. Whoever moves changes
// nothing of the latter.
uint64_t histogram_read(struct histogram *histogram, unsigned bin);
uint64_t histogram_total(struct histogram *histogram);

#endif
