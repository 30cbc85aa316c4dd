// SPDX-License-Identifier: MIT

// Thread tasks beside process tasks: the same case, compared block by block, because the speed of a
// shared machine changes between blocks by more than the two kinds of tasks differ.

#ifndef RACELAB_BESIDE_H
#define RACELAB_BESIDE_H

#include "harness/data/summary.h"

// The case that differs from `of` only in its tasks, processes for threads or threads for
// processes, or NULL.
const struct case_summary *beside_find(const struct summary *summary,
				       const struct case_summary *of);

// The throughput of case `of` over that of case `to` in the same block: median and 95 % interval
// over all blocks in which both were measured; nr is 0 if there is none. Returns 0, or -1 without
// memory.
int beside_ratio(struct estimate *ratio, const struct case_summary *of,
		 const struct case_summary *to);

#endif
