// SPDX-License-Identifier: MIT

// The columns of the tables in explored.h: one description for who writes and who reads.

#ifndef RACELAB_EXPLORED_COLUMNS_H
#define RACELAB_EXPLORED_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/data/explored.h"

// What a field holds.
struct explored_column {
	const char *name;
	size_t offset;		  /* in the table's struct */
	bool word;		  /* else a count */
	bool needed;		  /* not to be empty */
	int64_t least, most;	  /* of a count */
	const char *const *words; /* that there are, NULL behind the last; NULL: any */
};

struct explored_table {
	const char *name;
	const struct explored_column *column;
	size_t nr_columns, row_bytes;
	// What is wrong with a row that follows these in the table, as one phrase; NULL: nothing.
	const char *(*wrong)(const void *row, const void *rows, size_t nr);
};

extern const struct explored_table explored_tables[NR_EXPLORED];

// The row's field. A word has EXPLORED_WORD bytes.
char *explored_field_word(void *row, const struct explored_column *column);
int64_t *explored_field_count(void *row, const struct explored_column *column);

#endif
