// SPDX-License-Identifier: MIT

// The lines a run's graphs can have: one for each strategy, and where a run varies other axes than
// structure, task and count (placement, pattern, pauses, ...), one for each strategy under each of
// their values. All figures of a run number them alike, so a line keeps its colour and its shape
// from one figure to the next.

#ifndef RACELAB_LEGEND_H
#define RACELAB_LEGEND_H

#include "harness/data/summary.h"

struct legend {
	char **labels; /* "mutex", "mutex scatter striped:8"; each once */
	size_t nr_labels;
	size_t *label_of; /* the label's index, for each case of the summary */
};

// Names the lines of a run. An axis is part of a label only where it varies within the case's
// structure, and only if it is not absent in the case. Returns 0, or -1 without memory.
int legend_build(struct legend *legend, const struct summary *summary);

void legend_fini(struct legend *legend);

#endif
