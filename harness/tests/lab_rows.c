// SPDX-License-Identifier: MIT

#include "harness/tests/lab_rows.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/tests/program.h"

struct reading {
	struct lab_rows *rows;
	size_t nr_fields; /* of the line being read */
};

static void take_field(void *field, size_t length, void *context)
{
	struct reading *reading = context;
	struct lab_rows *rows = reading->rows;
	char ***line = &rows->fields[rows->nr_rows];
	char **longer = reallocarray(*line, reading->nr_fields + 1, sizeof *longer);

	cr_assert(longer);
	*line = longer;
	longer[reading->nr_fields++] = strndup(field ? field : "", length);
}

static void take_line(int ended_by, void *context)
{
	struct reading *reading = context;
	struct lab_rows *rows = reading->rows;

	(void)ended_by;
	if (!rows->nr_rows)
		rows->nr_columns = reading->nr_fields;
	cr_assert_eq(reading->nr_fields, rows->nr_columns, "line %zu has %zu fields, not %zu",
		     rows->nr_rows + 1, reading->nr_fields, rows->nr_columns);
	reading->nr_fields = 0;
	rows->nr_rows++;
	rows->fields = reallocarray(rows->fields, rows->nr_rows + 1, sizeof *rows->fields);
	cr_assert(rows->fields);
	rows->fields[rows->nr_rows] = NULL;
}

void lab_rows_load(struct lab_rows *rows, const char *path)
{
	struct reading reading = {.rows = rows};
	struct csv_parser parser;
	size_t length;
	char *text = program_read(path, &length);

	*rows = (struct lab_rows){.fields = calloc(1, sizeof *rows->fields)};
	cr_assert(rows->fields);
	cr_assert_eq(csv_init(&parser, CSV_STRICT | CSV_APPEND_NULL), 0);
	cr_assert_eq(csv_parse(&parser, text, length, take_field, take_line, &reading), length);
	cr_assert_eq(csv_fini(&parser, take_field, take_line, &reading), 0);
	csv_free(&parser);
	free(text);
	cr_assert(rows->nr_rows > 0, "%s has no header", path);
	rows->nr_rows--;
}

void lab_rows_fini(struct lab_rows *rows)
{
	for (size_t line = 0; rows->fields && line <= rows->nr_rows; line++) {
		for (size_t i = 0; i < rows->nr_columns; i++)
			free(rows->fields[line][i]);
		free(rows->fields[line]);
	}
	free(rows->fields);
}

const char *lab_rows_word(const struct lab_rows *rows, size_t row, const char *column)
{
	cr_assert(row < rows->nr_rows, "there is no row %zu", row);
	for (size_t i = 0; i < rows->nr_columns; i++)
		if (strcmp(rows->fields[0][i], column) == 0)
			return rows->fields[row + 1][i];
	cr_assert_fail("there is no column '%s'", column);
	return "";
}

double lab_rows_real(const struct lab_rows *rows, size_t row, const char *column)
{
	const char *text = lab_rows_word(rows, row, column);
	char *end;
	double real = strtod(text, &end);

	cr_assert(!*end, "column '%s' of row %zu is no number: '%s'", column, row, text);
	return *text ? real : NAN;
}

static bool has_words(const struct lab_rows *rows, size_t row, va_list pairs)
{
	const char *column;
	bool all = true;

	while ((column = va_arg(pairs, const char *)))
		all = strcmp(lab_rows_word(rows, row, column), va_arg(pairs, const char *)) == 0 &&
		      all;
	return all;
}

size_t lab_rows_find(const struct lab_rows *rows, size_t from, ...)
{
	for (size_t row = from; row < rows->nr_rows; row++) {
		va_list pairs;
		bool found;

		va_start(pairs, from);
		found = has_words(rows, row, pairs);
		va_end(pairs);
		if (found)
			return row;
	}
	return rows->nr_rows;
}
