// SPDX-License-Identifier: MIT

// Writing trials: each with the number of its case, and of its longer words.

#ifndef RACELAB_STORE_TRIALS_H
#define RACELAB_STORE_TRIALS_H

#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"
#include "harness/store/store.h"

// Inserts the rows from the `first` on as trials of a run, and the cases and words that are new. To
// be called within a transaction. Returns 0, or -1 with a complaint.
int trials_insert(const struct store *store, int64_t run, const struct rows *rows, size_t first,
		  struct complaint *c);

#endif
