// SPDX-License-Identifier: MIT

// A lab's CSV, read back (libcsv), for tests through the program.

#ifndef RACELAB_TESTS_LAB_ROWS_H
#define RACELAB_TESTS_LAB_ROWS_H

#include <stddef.h>

struct lab_rows {
	char ***fields; /* fields[row][column]; row 0 is the header */
	size_t nr_rows; /* without the header */
	size_t nr_columns;
};

// Reads a file; whatever is wrong with it fails the test. lab_rows_fini is due.
void lab_rows_load(struct lab_rows *rows, const char *path);
void lab_rows_fini(struct lab_rows *rows);

// A field of a row (from 0): "" where it is empty; as a number, NaN where it is empty. A column
// that is not there fails the test.
const char *lab_rows_word(const struct lab_rows *rows, size_t row, const char *column);
double lab_rows_real(const struct lab_rows *rows, size_t row, const char *column);

// The first row, from `from` on, in which these columns hold these words: column, word, ..., NULL.
// nr_rows if there is none.
size_t lab_rows_find(const struct lab_rows *rows, size_t from, ...) __attribute__((sentinel));

#endif
