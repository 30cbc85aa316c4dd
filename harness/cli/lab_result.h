// SPDX-License-Identifier: MIT

// What comes of a lab: its table and its sentence, and its files where a directory was asked for.

#ifndef RACELAB_LAB_RESULT_H
#define RACELAB_LAB_RESULT_H

#include <stdbool.h>

#include "benches/labs/lab.h"
#include "harness/cli/look.h"
#include "harness/lab/experiment.h"

struct lab_showing {
	const char *directory; /* NULL: nothing is written */
	struct look look;      /* of its figure */
	char machine[512];     /* for the figure's small print; "" if nothing is written */
	bool brief;	       /* the sentence, no table */
};

// Prints it, writes lab-NAME.csv and lab-NAME.gp into the directory, and draws the latter. Returns
// the exit code: EXIT_DONE if what the lecture says came out, EXIT_FAIL if not, and what an end
// before its time asks for.
int lab_result_show(const struct lab_table *table, const struct lab_end *end,
		    const struct lab_showing *showing);

#endif
