// SPDX-License-Identifier: MIT

// A chart: one figure of the catalogue with the figures of one run in it, and what they show. Pure:
// from a summary to points and a title; nothing is written or drawn here.

#ifndef RACELAB_CHART_H
#define RACELAB_CHART_H

#include "benches/catalog.h"
#include "harness/figure/legend.h"
#include "harness/data/summary.h"

enum {
	CHART_EXACT = 0,      /* the line number of strategies that share the grey line at 0 */
	CHART_MAX_LINES = 42, /* 7 colours x 6 shapes: as many as can be told apart */
};

// What points are numbered by, from 1: panels (structures), lines (legend) and kinds of tasks.
struct chart_key {
	const char *label; /* owned by the rows or the legend */
	unsigned style;	   /* from 1; the same in all figures of a run */
};

struct chart_keys {
	struct chart_key *key;
	unsigned nr;
};

struct chart_point {
	const struct case_summary *of;
	unsigned panel, line, kind;
	struct estimate versus; /* threads_processes: the process tasks' throughput over the thread
				   tasks' in the same block; of a thread's case, and elsewhere,
				   none (nr is 0) */
};

struct chart {
	const struct figure *figure;
	struct chart_point *points; /* in the order of the summary */
	size_t nr_points;
	struct chart_keys panels, lines, kinds;
	int64_t *counts; /* each once, rising */
	size_t nr_counts;
	int64_t fits; /* the largest count that is not oversubscribed; 0: none */
	int64_t
	    crowded; /* the smallest one beyond it; 0: none. All from here on are oversubscribed */
	size_t trials_min, trials_max; /* trials a point is made of */
	char title[256];	       /* what the figures show, one line */
};

// Makes the chart of `figure`. Returns 0, or -1: a user's complaint says why the run has no such
// figure and which axes would give it, a machine's that there is no memory. Nothing is to be freed
// then. The chart is valid as long as all it is made from.
int chart_build(struct chart *chart, const struct figure *figure, const struct rows *rows,
		const struct summary *summary, const struct legend *legend, struct complaint *c);

void chart_fini(struct chart *chart);

// The point at that place, or NULL.
const struct chart_point *chart_find(const struct chart *chart, unsigned panel, unsigned line,
				     unsigned kind, int64_t count);

#endif
