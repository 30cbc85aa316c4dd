// SPDX-License-Identifier: MIT

// The row of one trial and the memory its words live in.

#ifndef RACELAB_RECORD_H
#define RACELAB_RECORD_H

#include "harness/data/row.h"
#include "harness/machine/placement.h"
#include "harness/plan/case.h"
#include "harness/trial/sandbox.h"

struct conduct;

struct record {
	struct row row;
	char sync[96];
	char place[PLACE_MAX_CPUS * 6];
	char pattern[32], granularity[32];
	char cpus[MAX_TASKS * 6];
	char nodes[MAX_TASKS * 2];
	char detail[640];
};

// Fills in the row's axes: everything that is known before the trial. block and position are the
// caller's to set.
void record_init(struct record *record, const struct case_spec *spec);

// The same, and what is known of the conditions.
void record_begin(struct record *record, const struct conduct *conduct);

// Fills in what was measured in a window that has ended, its tasks' pins included: ok or broken.
void record_fill(struct record *record, const struct conduct *conduct);

// Adds to what else is to be known of it.
void record_note(struct record *record, const char *what);

// Makes it broken, with the reason.
void record_break(struct record *record, const char *why);

// Fills in what the sandbox's end says of its only or last window.
void record_finish(struct record *record, const struct conduct *conduct,
		   const struct sandbox_end *end);

#endif
