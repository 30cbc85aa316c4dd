// SPDX-License-Identifier: MIT

// Finding the case that a row belongs to without looking at all of them.

#ifndef RACELAB_CASE_INDEX_H
#define RACELAB_CASE_INDEX_H

#include "harness/data/summary.h"

struct case_index;

// An index of the summary's cases by their axes. The summary must outlive it. Aborts without
// memory.
struct case_index *case_index_create(const struct summary *summary);

// The number of the row's case in the summary, or -1 if it has none. The row may be of another run.
long case_index_find(const struct case_index *index, const struct row *row);

void case_index_destroy(struct case_index *index);

#endif
