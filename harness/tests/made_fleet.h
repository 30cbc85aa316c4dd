// SPDX-License-Identifier: MIT

// Result directories of machines that do not exist, for tests of what many of them come to.

#ifndef RACELAB_TESTS_MADE_FLEET_H
#define RACELAB_TESTS_MADE_FLEET_H

#include <stdbool.h>
#include <stddef.h>

struct made_host {
	const char *directory;
	const char *name; /* of the host; NULL: none is known */
	const char *cpu_model;
	size_t nr_rows; /* how many of the run's there are so far: it may grow */
	int seed;	/* another seed is another run */
	double speed;	/* of the machine; 0 stands for 1 */
	size_t first;	/* the first of them, a part of the plan */
	bool broken;	/* a mutex that loses an update */
};

// Writes run.json and trials.csv, as a run that was stopped unless it has all MADE_ROWS: three
// cases (none, mutex and fetch_add on a variable, two threads) in blocks; none loses a share that
// is a machine's own. Among the rows are one that hung and one with an awkward detail.
void made_host_write(const struct made_host *host);

enum {
	MADE_ROWS = 60,
};

// Writes a file.
void made_file(const char *path, const char *text);

#endif
