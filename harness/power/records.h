// SPDX-License-Identifier: MIT

// What was tried so far: a file of JSON objects, a line each, so that what was stopped goes on
// where it was, and every table can be made again.

#ifndef RACELAB_POWER_RECORDS_H
#define RACELAB_POWER_RECORDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct records {
	json_t *all; /* an array of {"part": ..., "case": ..., "trial": N, ...} */
	FILE *file;
};

// Opens or makes the file and reads what is there; a line that was cut off is left out. Ends this
// program with a message if it cannot.
void records_init(struct records *records, const char *path);
void records_fini(struct records *records);

bool records_have(const struct records *records, const char *part, const char *name,
		  unsigned trial);

// Adds one, and writes it at once. Steals `what`, an object of all that was found, and adds to it
// the part, the case and the number.
void records_add(struct records *records, const char *part, const char *name, unsigned trial,
		 json_t *what);

// The next record of that part and case at or behind position *i, which it leaves behind it; NULL
// if there is none. `name` of NULL: of any case.
const json_t *records_next(const struct records *records, const char *part, const char *name,
			   size_t *i);

// A record's number, NaN where it has none (an interval without an end).
double record_number(const json_t *record, const char *key);

#endif
