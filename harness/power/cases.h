// SPDX-License-Identifier: MIT

// The cases that verdicts are tried on: those that differ in what makes them fast or slow.

#ifndef RACELAB_POWER_CASES_H
#define RACELAB_POWER_CASES_H

#include <stdbool.h>
#include <stddef.h>

struct power_case {
	const char *name; /* in the records and tables */
	const char *axes; /* as options of racelab */
	bool handicapped; /* a difference is looked for on it, too */
};

extern const struct power_case power_cases[];
extern const size_t power_nr_cases;

// Writes them as a spec file in `directory`, a section each, for 20 blocks of 20 ms. Returns its
// path, on the heap. Aborts if that cannot be.
char *power_cases_write(const char *directory);

#endif
