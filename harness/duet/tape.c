// SPDX-License-Identifier: MIT

// Rows in an array that grows.

#include "harness/duet/tape.h"

#include <assert.h>
#include <stdlib.h>

#include "harness/data/words.h"

void tape_init(struct tape *tape)
{
	*tape = (struct tape){.rows.words = words_create()};
	assert(tape->rows.words);
}

void tape_add(struct tape *tape, const struct row *row)
{
	struct rows *rows = &tape->rows;

	if (rows->nr_rows == tape->capacity) {
		tape->capacity = tape->capacity ? 2 * tape->capacity : 1024;
		rows->row = reallocarray(rows->row, tape->capacity, sizeof *rows->row);
		assert(rows->row);
	}
	rows->row[rows->nr_rows++] = *row;
}

void tape_fini(struct tape *tape)
{
	rows_fini(&tape->rows);
}
