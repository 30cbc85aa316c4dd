// SPDX-License-Identifier: MIT

// What a figure is made of: its x axis, the cases it takes, its title. One table, a figure a line.

#ifndef RACELAB_RECIPE_H
#define RACELAB_RECIPE_H

#include <stdbool.h>

#include "benches/catalog.h"
#include "harness/data/summary.h"
#include "harness/figure/axis.h"
#include "harness/figure/finding.h"

// What a row of a figure's CSV is.
enum chart_rows {
	ROWS_POINTS,	    /* a case, with all its estimates */
	ROWS_TRIALS,	    /* a trial of one of its cases */
	ROWS_PAIRS,	    /* two PUs */
	ROWS_RUNGS,	    /* a price of the cost ladder */
	ROWS_INTERLEAVINGS, /* a final value of the racy counter */
	ROWS_MODELS,	    /* a small program */
	ROWS_MACHINES,	    /* a machine */
};

struct recipe {
	const char *name;
	enum chart_x x;
	enum chart_rows rows;
	bool (*takes)(const struct case_summary *of);
	const char *needs; /* what is missing when no case is taken, and what would give it */
	finding_fn *finding;
	finding_fn *finding_many; /* of many machines; NULL: it is drawn of one only */
	bool collects_exact;	  /* strategies that cannot lose and did not share one grey line */
	bool pairs;		  /* only the cases with both kinds of tasks */
	bool one_structure;	  /* only the first structure that there is anything of */
	bool one_kind;		  /* only threads, if there are any */
	bool one_count;		  /* only the largest number of tasks that fits on the PUs */
	bool one_per_class;	  /* only the first unsynchronized, atomic and locked case */
	bool front;		  /* the cases that none other beats are marked */
	bool panel_a_line;	  /* panels are lines, not structures */
	bool ranks;		  /* ranks beside threads, of runs laid over, too: ranks_chart.h */
};

// The figure's line in the table. One that the table does not know takes every case that was
// measured, against tasks, and its title is its summary in the catalogue.
const struct recipe *recipe_find(const struct figure *figure);

#endif
