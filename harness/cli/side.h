// SPDX-License-Identifier: MIT

// One side of a verdict: a run as it lies in its directory, judged by itself.

#ifndef RACELAB_CLI_SIDE_H
#define RACELAB_CLI_SIDE_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/verdict/verdict.h"

struct side {
	const char *directory;
	bool is_base; /* it only has to be usable: head is judged */
	struct rows rows;
	struct summary summary;
	json_t *about; /* its run.json; NULL: it has none */
};

// Loads the directory's rows, their summary, and its run.json if there is one. Returns 0, or -1
// with a complaint: as directory_load and manifest_json, or that there are no rows. side_fini is
// due in any case.
int side_load(struct side *side, struct complaint *c);

void side_fini(struct side *side);

// Adds what the rules find in its rows, and whether trials are missing, to a verdict made with its
// summary.
void side_check(const struct side *side, struct verdict *verdict);

#endif
