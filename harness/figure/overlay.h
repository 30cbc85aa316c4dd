// SPDX-License-Identifier: MIT

// Other machines' figures laid over a chart, as thin lines with hollow marks beside the machine's
// own: published ones, or those of another run. Only what the chart has a line for is laid over it:
// published figures of a strategy over that strategy's line in the panel of the variable, another
// run's cases over the same cases. A published series goes on to OVERLAY_REACH times the largest
// count of the chart; beyond, the machine's own points would be pressed together.

#ifndef RACELAB_OVERLAY_H
#define RACELAB_OVERLAY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/provenance.h"
#include "harness/figure/published.h"

enum {
	OVERLAY_REACH = 8,
	OVERLAY_MAX_RUNS = 4,
	OVERLAY_MAX_SERIES = 12,
};

// What was asked to be laid over the charts.
struct overlays {
	struct published published; /* no rows: not asked for */
	struct overlay_run {
		const char *dir;
		struct rows rows;
		struct summary summary;
		struct provenance provenance;
	} run[OVERLAY_MAX_RUNS];
	size_t nr_runs;
};

// Adds `what`: "published", the table published.csv in the folder `plots`, or a result directory
// (which "./published" is). Returns 0, or -1 with a complaint. overlays_fini is due in any case.
int overlays_add(struct overlays *overlays, const char *what, const char *plots,
		 struct complaint *c);
void overlays_fini(struct overlays *overlays);

struct overlay_point {
	unsigned series; /* from 1 */
	unsigned panel, line, kind;
	int64_t count;
	double value;	  /* in the unit of the chart's column in its CSV */
	const char *sync; /* owned by the overlays */
};

// What is laid over one chart.
struct overlay {
	struct overlay_series {
		char label[48];	  /* in the key */
		char source[192]; /* in the small print */
	} series[OVERLAY_MAX_SERIES];
	unsigned nr_series;
	bool converted; /* rates were computed from published ns */
	struct overlay_point *points;
	size_t nr_points; /* 0: nothing fits this chart */
};

// Returns 0, or -1 without memory. overlay_fini is due.
int overlay_build(struct overlay *overlay, const struct overlays *overlays,
		  const struct chart *chart);
void overlay_fini(struct overlay *overlay);

// Writes the points, RFC 4180, with a header row. Returns 0, or an errno value.
int overlay_write_csv(FILE *out, const struct overlay *overlay);

// Writes what common.gp has to know of it, to go before the chart's own script; nothing if the
// overlay has no points. Returns 0, or an errno value.
int overlay_write_script(FILE *out, const struct overlay *overlay, const struct chart *chart);

#endif
