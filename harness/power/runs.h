// SPDX-License-Identifier: MIT

// How good comparisons of separate runs are: racelab check --baseline.

#ifndef RACELAB_POWER_RUNS_H
#define RACELAB_POWER_RUNS_H

#include <stddef.h>

#include "harness/power/records.h"

#define POWER_RUNS "runs"

struct slower_part {
	const char *name; /* the records' part */
	unsigned handicap_pct;
};

extern const struct slower_part power_slower[];
extern const size_t power_nr_slower;

// Adds what is still missing in the records: each of nr_same runs of the cases against the one
// before it, and nr_different runs each that are slower by 20, 35 and 50 % against the first one;
// a record for each case. The runs are kept in `directory`.
void power_runs(struct records *records, const char *directory, unsigned nr_same,
		unsigned nr_different);

#endif
