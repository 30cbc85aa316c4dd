// SPDX-License-Identifier: MIT

// The rows of a run, case by case.

#ifndef RACELAB_SUMMARY_H
#define RACELAB_SUMMARY_H

// A summary is read with its rows and estimates.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/data/rows.h"		 // IWYU pragma: export
#include "harness/statistics/estimate.h" // IWYU pragma: export

// Order of the outcomes in summary_case.outcomes.
enum outcome {
	OUTCOME_OK,
	OUTCOME_CRASHED,
	OUTCOME_HUNG,
	OUTCOME_BROKEN,
	OUTCOME_SKIPPED,
	NR_OUTCOMES,
};

extern const char *const outcome_names[NR_OUTCOMES];

// The outcome of that name, or -1.
int outcome_find(const char *name);

struct case_summary {
	const struct row *axes;	      /* one of the case's rows, for its axes; owned by the rows */
	size_t outcomes[NR_OUTCOMES]; /* trials by outcome; figures are of the ok ones */
	struct estimate throughput;   /* per second, all tasks */
	struct estimate goodput;      /* per second, all tasks */
	struct estimate ns_per_op;    /* per task */
	struct estimate lost_share;   /* lost / ops of each trial, 0..1 */
	struct estimate overlap;      /* 0..1 */
	struct estimate jain;
	struct estimate handoff_ns;
	struct estimate handover_share; /* handovers / ops of each trial, 0..1; of locks only */
	int64_t lost;			/* in all ok trials together */
	int64_t ops;			/* in all ok trials together */
	bool oversubscribed;		/* some row's detail says so */
	const struct row **ok;		/* the ok ones, in the file's order; owned by the rows */
	size_t nr_ok;
};

struct summary {
	struct case_summary
	    *cases; /* in the order of the catalogue: structure, strategy, task, count, rest;
		       strategies and structures the catalogue does not know come last, by name */
	size_t nr_cases;
	uint32_t *case_of; /* for each of the rows, the number of its case */
};

// Groups the rows by case and summarises each (95 % intervals). Returns 0, or -1 without memory.
// The rows must outlive the summary.
int summary_build(struct summary *summary, const struct rows *rows);

// The case with the axes of that row, which may be of another run; NULL if there is none.
const struct case_summary *summary_find(const struct summary *summary, const struct row *axes);

void summary_fini(struct summary *summary);

#endif
