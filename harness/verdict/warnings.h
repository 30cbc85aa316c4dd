// SPDX-License-Identifier: MIT

// What takes something from the worth of a run's figures, how often it was so, and what to do about
// it: one line each. Unlike a verdict's findings they are about the measuring, and never fail.

#ifndef RACELAB_WARNINGS_H
#define RACELAB_WARNINGS_H

#include <stddef.h>
#include <stdint.h>

#include "harness/data/summary.h"
#include "harness/machine/topology.h"
#include "harness/plan/plan.h"

enum {
	MAX_WARNINGS = 16, /* more than there are kinds of them */
};

struct warnings {
	char line[MAX_WARNINGS][512]; /* without newline and control characters */
	size_t nr;
};

// Where the tasks of all cases are.
struct placing {
	size_t nr_cases;
	size_t nr_crowded;  /* cases with more tasks than PUs */
	int64_t most_tasks; /* of those the most, and */
	size_t most_pus;    /* the PUs that they share */
	size_t nr_siblings; /* cases with two tasks on siblings of one core, but for --place smt */
	size_t nr_sharing;  /* cases of ranks that share PUs, with each other or with the owner */
};

// As planned, before anything is measured; but for ranks, whose hosts are not known then.
struct placing placing_of_plan(const struct plan *plan, const struct topology *t);

// As measured, by the rows' cpus. `t` is the machine they are of; NULL: siblings are unknown.
struct placing placing_of_summary(const struct summary *summary, const struct topology *t);

// Adds a line for the governor and for the virtual machine, as struct host has them ("" or NULL:
// unknown).
void warnings_of_machine(struct warnings *warnings, const char *governor,
			 const char *virtualization);

// Adds a line for a CPU quota that is less than the PUs; quota_pus as struct host has it (0 or NaN:
// none).
void warnings_of_quota(struct warnings *warnings, double quota_pus, unsigned nr_pus);

// Adds a line for crowded cases, and for siblings.
void warnings_of_placing(struct warnings *warnings, const struct placing *placing);

// Adds a line for each kind of thing that went wrong in the trials (pins, broken, crashed or hung),
// for disturbed ones if they are more than a tenth, and for cases that are too uncertain.
// `directory` is where the rows are from.
void warnings_of_trials(struct warnings *warnings, const struct rows *rows,
			const struct summary *summary, const char *directory);

#endif
