// SPDX-License-Identifier: MIT

// What racelab explore --figures fills its tables with, one program at a time.

#ifndef RACELAB_EXPLORE_FIGURES_H
#define RACELAB_EXPLORE_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/data/explored.h"
#include "harness/explore/target.h"
#include "harness/machine/topology.h"
#include "harness/terminal/progress.h"

struct figures {
	const char *directory, *root;
	uint64_t limit_ns;   /* of a strategy under one model within one pair of bounds; 0: usual */
	uint64_t races;	     /* of each program */
	uint64_t proving_ns; /* that strategies took so far */
	char machine[EXPLORED_WORD];
	struct topology topology;
	struct explored explored;
	struct progress progress;
	bool begun;	/* one of them is under way */
	bool forbidden; /* something was seen that a model forbids which this machine keeps to */
};

// Each of these adds rows. They return 0; -1 with a machine's complaint if nothing can be explored
// here (no compiler). What cannot be raced here is in the row, not measured.

// 2 tasks with so many racy increments each.
int figures_counter(struct figures *figures, unsigned ops, struct complaint *c);

// A program that looks for an outcome, under each model.
int figures_program(struct figures *figures, const struct told_program *told, struct complaint *c);

// A strategy under each model; "not explored" once more time is used up than a lecture has.
int figures_strategy(struct figures *figures, const char *name, struct complaint *c);

// Writes the racy counter's states into the directory, and says the file's name.
int figures_walk(const struct figures *figures, struct complaint *c);

#endif
