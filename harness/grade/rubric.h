// SPDX-License-Identifier: MIT

// A rubric: what an exercise asks for and what each stage is worth, from an INI file whose sections
// are the stages (benches/exercises/NAME/rubric.ini). A stage that is not there is not asked for.

#ifndef RACELAB_RUBRIC_H
#define RACELAB_RUBRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/bounds.h"
#include "harness/explore/found.h"

// In the order in which they are gone through.
enum stage {
	STAGE_COMPILE,	/* compiles; warnings are shown */
	STAGE_RULES,	/* keeps to what may be called, and done while alone */
	STAGE_COUNT,	/* one task alone counts right (validation) */
	STAGE_PROOF,	/* explored under each model within bounds */
	STAGE_RACES,	/* real tasks: losses, claims, crashes, hangs */
	STAGE_FAULTS,	/* let go whatever goes wrong while it is held */
	STAGE_SERVE,	/* real clients, one of them slow */
	STAGE_FAIRNESS, /* first come, first served */
	STAGE_SPEED,	/* against the reference, in pairs of windows */
	NR_RUBRIC_STAGES,
};

enum {
	MOST_BOUNDS = 4,
	MOST_COUNTS = 8,
	MOST_BAD = 6,
	MOST_CALLS = 64,
	RUBRIC_WORD = 48,
};

struct rubric {
	char file[256], title[80], statement[240];
	double points[NR_RUBRIC_STAGES]; /* 0: not asked for */
	/* of each stage, mutants that it must catch here and now, or nothing can be graded */
	struct controls {
		char name[MOST_BAD][RUBRIC_WORD];
		size_t nr;
	} bad[NR_RUBRIC_STAGES];
	// [place]
	unsigned least_pus;
	double least_quota; /* PUs' worth of time */
	// [rules]
	char call[MOST_CALLS][RUBRIC_WORD]; /* what may be called: names, or with * at the end */
	size_t nr_calls;
	unsigned most_steps; /* of shared memory in one round of a task that is alone; 0: any */
	bool forbids_modify; /* no read-modify-write or compare among them */
	// [proof]
	bool model[NR_MODELS];
	struct bounds bounds[MOST_BOUNDS]; /* tasks x rounds */
	size_t nr_bounds;
	uint64_t proof_limit_ns;
	// [races]
	bool threads, processes;
	unsigned count[MOST_COUNTS]; /* tasks, with `max` (PUs) put in */
	size_t nr_counts;
	unsigned trials; /* in all, of each kind of task and count */
	uint64_t window_ns;
	// [fairness]
	double least_order; /* share of waiters that are to be served in the order they came */
	// [serve]
	unsigned clients;
	// [speed]
	unsigned speed_count;
	double least_speed; /* times the reference's: full points if the interval reaches it */
};

// Reads one; counts of tasks with `max` in them are of nr_pus PUs. Returns 0, or -1 with a user's
// complaint that names file, line, key, and what would be right.
int rubric_read(struct rubric *rubric, const char *file, unsigned nr_pus, struct complaint *c);

// What all its stages are worth together.
double rubric_points(const struct rubric *rubric);

// "compile", "rules", ...; and "Compiles", ... for people.
const char *stage_name(enum stage stage);
const char *stage_title(enum stage stage);

#endif
