// SPDX-License-Identifier: MIT

// The names of a figure's lines, and their styles. A line is a strategy; where a figure's cases
// differ in more than its x axis (placement, pattern, pauses, ...), a strategy under each of their
// values. A strategy keeps its colour and its shape in all figures of a run.

#ifndef RACELAB_LEGEND_H
#define RACELAB_LEGEND_H

#include <stddef.h>

#include "harness/data/summary.h"
#include "harness/figure/axis.h"

// The strategies of a run, in the order of its cases.
struct legend {
	const char **syncs; /* each once; owned by the rows */
	size_t nr_syncs;
};

// Returns 0, or -1 without memory.
int legend_build(struct legend *legend, const struct summary *summary);

void legend_fini(struct legend *legend);

// A strategy's style, from 1.
unsigned legend_style(const struct legend *legend, const char *sync);

// Labels for the cases of a figure against x: "mutex", "mutex scatter striped:8". An axis is part
// of a label only where it varies among the figure's cases of the same structure, and only if it is
// not absent in the case. Returns an array of nr texts, it and they on the heap; NULL without
// memory.
char **legend_labels(const struct case_summary *const *cases, size_t nr, enum chart_x x);

void legend_free_labels(char **labels, size_t nr);

#endif
