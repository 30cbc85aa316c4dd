// SPDX-License-Identifier: MIT

// The tables of a store, made from row.def, and how one of an older racelab is brought up to date.
//
// Two things grow. A column of row.def that a store lacks is added when it is next merged into, and
// is NULL in the rows before: that needs no version. Everything else is a version (user_version of
// the file) and a step in the list of schema.c.

#ifndef RACELAB_STORE_SCHEMA_H
#define RACELAB_STORE_SCHEMA_H

#include <stdbool.h>

#include "harness/complaint.h"
#include "harness/data/column.h"
#include "harness/store/store.h"

enum {
	STORE_VERSION = 2,
	STORE_APPLICATION =
	    0x7261636c, /* "racl": application_id, so that no other is taken for ours */
};

// Whether the file is a store that this racelab can read, or empty. -1 with a complaint: another
// program's, or of a newer racelab.
int schema_check(const struct store *store, struct complaint *c);

// user_version; 0 of an empty file, -1 if it cannot be read.
int schema_version(const struct store *store);

// Makes all tables and views of an empty file; brings older ones up to date, in one transaction.
// Returns 0, or -1 with a complaint.
int schema_make(const struct store *store, struct complaint *c);

// Whether a table of the store has that column: one of an older racelab may not.
bool schema_has_column(const struct store *store, const char *table, const char *column);

// Whether that column is a word of which a trial holds only the number in table words.
bool schema_is_number_of_word(enum column_id id);

#endif
