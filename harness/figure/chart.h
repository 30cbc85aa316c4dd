// SPDX-License-Identifier: MIT

// A chart: one figure of the catalogue with the figures of one run in it, and what they show. Pure:
// from a summary to points and a title; nothing is written or drawn here.

#ifndef RACELAB_CHART_H
#define RACELAB_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/catalog.h"
#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/figure/machines.h"
#include "harness/figure/pairs.h"
#include "harness/figure/ranks_chart.h"
#include "harness/figure/rungs.h"

enum {
	CHART_EXACT = 0,      /* the line number of strategies that share the grey line at 0 */
	CHART_MAX_LINES = 42, /* 7 colours x 6 shapes: as many as can be told apart */
};

// What figures are made from. All of it must outlive them.
struct material {
	const struct rows *rows;
	const struct summary *summary;
	const struct legend *legend;
	const struct lab_prices *labs;	 /* what the labs beside the run measured; NULL: nothing */
	const struct explored *explored; /* what was explored beside it; NULL: nothing */
	const struct fleet *fleet;	 /* many machines, over which the summary is; NULL: one */
	const struct overlays *overlays; /* what is laid over the charts; NULL: nothing */
};

// What points are numbered by, from 1: panels (structures, or lines), lines and kinds of tasks.
struct chart_key {
	const char *label; /* owned by the rows or the chart */
	unsigned style;	   /* from 1; the same in all figures of a run */
};

struct chart_keys {
	struct chart_key *key;
	unsigned nr;
};

struct chart_point {
	const struct case_summary *of;
	unsigned panel, line, kind;
	int64_t x;		/* where it stands: axis.h */
	struct estimate versus; /* threads_processes: the process tasks' throughput over the thread
				   tasks' in the same block; of a thread's case, and elsewhere,
				   none (nr is 0) */
	double ideal_per_s; /* count times the throughput of the line's one task; NaN: unknown, or
			       the figure is not against tasks */
	struct estimate unluckiest, luckiest; /* fairness: that task's share of the increments */
	bool front;	    /* fairness_price: no other lock is both faster and fairer */
	size_t nr_machines; /* of a fleet: how many have the case, and their extremes */
	double least_ns, most_ns, least_lost, most_lost;
};

struct chart {
	const struct figure *figure;
	const struct recipe *recipe;
	const struct material *material;
	struct chart_point *points; /* by panel, line, kind and x */
	size_t nr_points;
	struct chart_keys panels, lines, kinds;
	int64_t *xs; /* where there are points on the x axis: each once, rising */
	size_t nr_xs;
	int64_t fits; /* the largest count that is not oversubscribed; 0: none */
	int64_t
	    crowded; /* the smallest one beyond it; 0: none. All from here on are oversubscribed */
	size_t trials_min, trials_max; /* trials a point is made of */
	struct pairs pairs;	       /* machine */
	struct rungs rungs;	       /* cost_ladder */
	struct machines machines;      /* fleet, and machine of many machines */
	struct ranks_chart ranks;      /* ranks */
	char **labels;		       /* of the lines, one a point */
	char title[256];	       /* what the figures show, one line */
};

// Makes the chart of `figure`. Returns 0, or -1: a user's complaint says why the run has no such
// figure and which axes would give it, a machine's that there is no memory. Nothing is to be freed
// then. The chart is valid as long as all it is made from.
int chart_build(struct chart *chart, const struct figure *figure, const struct material *material,
		struct complaint *c);

void chart_fini(struct chart *chart);

// Enters a label and returns its number, from 1; 0 without memory. A label that is there keeps its
// style.
unsigned chart_number(struct chart_keys *keys, const char *label, unsigned style);

// The same for a line, in the style of that strategy.
unsigned chart_number_sync(struct chart *chart, const char *label, const char *sync);

// The point at that place, or NULL.
const struct chart_point *chart_find(const struct chart *chart, unsigned panel, unsigned line,
				     unsigned kind, int64_t x);

#endif
