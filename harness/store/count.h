// SPDX-License-Identifier: MIT

// How much a store holds.

#ifndef RACELAB_STORE_COUNT_H
#define RACELAB_STORE_COUNT_H

#include <stddef.h>

#include "harness/complaint.h"
#include "harness/store/store.h"

struct store_count {
	size_t machines, runs, trials;
};

// Returns 0, or -1 with a complaint.
int store_count(struct store_count *count, const struct store *store, struct complaint *c);

#endif
