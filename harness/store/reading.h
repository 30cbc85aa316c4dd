// SPDX-License-Identifier: MIT

// Rows back out of a store.

#ifndef RACELAB_STORE_READING_H
#define RACELAB_STORE_READING_H

#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"
#include "harness/store/store.h"

// All rows of these runs, run by run, each in the order of blocks and positions. Returns 0, or -1
// with a complaint: the store is damaged, or holds what trials.csv must not hold. rows_fini is due
// if it is 0.
int reading_rows(struct rows *rows, const struct store *store, const int64_t *runs, size_t nr,
		 struct complaint *c);

#endif
