// SPDX-License-Identifier: MIT

// Running a lab: its experiment in a sandbox, its rows in memory that stays whatever becomes of it.

#ifndef RACELAB_EXPERIMENT_H
#define RACELAB_EXPERIMENT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "benches/labs/lab.h"
#include "harness/complaint.h"

struct experiment {
	const struct lab *lab;
	const uint64_t *values; /* of its options, in their order */
	const struct topology *topology;
	uint64_t timeout_ns;
	const volatile sig_atomic_t *interrupted; /* may be NULL */
};

// How it ended: "" if by itself, else why not: "signal 11 (SIGSEGV)", "killed after 60 s",
// "interrupted".
struct lab_end {
	char why[640];
	char refused[512]; /* what the machine would not do, though the lab went on; "": nothing */
	bool interrupted;
};

// Runs it and returns its table, with the rows that were ended; NULL with a machine's complaint.
// table_destroy is due. sandbox_init must have been called.
struct lab_table *experiment_run(const struct experiment *experiment, struct lab_end *end,
				 struct complaint *c);
void table_destroy(struct lab_table *table);

// What the lab has for --serve, until the user asks to stop; no sandbox, no timeout. Returns 0, or
// -1 with a machine's complaint.
int experiment_serve(const struct experiment *experiment, struct complaint *c);

#endif
