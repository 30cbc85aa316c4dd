// SPDX-License-Identifier: MIT

// A lab while it runs, and its rows. Internal to this room.

#ifndef RACELAB_LAB_RUN_H
#define RACELAB_LAB_RUN_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "benches/labs/lab.h"
#include "harness/machine/placement.h"

struct lab_field {
	bool set;
	union {
		char word[LAB_WORD_BYTES];
		int64_t count;
		double real;
	};
};

// In memory that the sandbox shares with its controller: a row counts once nr_rows says so.
struct lab_table {
	const struct lab *lab;
	size_t nr_columns;
	size_t nr_rows;
	size_t nr_skipped; /* of them: parts that were left out */
	struct lab_field fields[LAB_MAX_ROWS][LAB_MAX_COLUMNS];
};

struct lab_run {
	const struct lab *lab;
	const uint64_t *values; /* of its options, in their order */
	const struct topology *topology;
	struct lab_table *table;		  /* NULL: nothing is measured */
	const volatile sig_atomic_t *interrupted; /* may be NULL */
	unsigned pus[PLACE_MAX_CPUS]; /* OS numbers of those that may be used, nearest first */
	unsigned nr_pus;
};

size_t lab_nr_options(const struct lab *lab);

// The column of that name; a lab that names another is wrong, and ends.
size_t lab_column(const struct lab *lab, const char *name);

#endif
