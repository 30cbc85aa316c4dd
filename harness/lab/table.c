// SPDX-License-Identifier: MIT

// Rows written, and read by their columns' names.

#include "harness/lab/table.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"
#include "harness/data/number.h"
#include "harness/figure/gnuplot.h"
#include "harness/lab/run.h"

size_t lab_nr_rows(const struct lab_table *table)
{
	return table->nr_rows;
}

const struct lab *table_lab(const struct lab_table *table)
{
	return table->lab;
}

size_t table_nr_skipped(const struct lab_table *table)
{
	return table->nr_skipped;
}

static const struct lab_field *field_at(const struct lab_table *table, long row, const char *column)
{
	static const struct lab_field empty;
	size_t i = lab_column(table->lab, column);

	return row < 0 || (size_t)row >= table->nr_rows ? &empty : &table->fields[row][i];
}

const char *lab_word_at(const struct lab_table *table, long row, const char *column)
{
	return field_at(table, row, column)->word;
}

double lab_real_at(const struct lab_table *table, long row, const char *column)
{
	const struct lab_field *field = field_at(table, row, column);
	enum lab_kind kind = table->lab->columns[lab_column(table->lab, column)].kind;

	if (!field->set || kind == LAB_WORD)
		return NAN;
	return kind == LAB_COUNT ? (double)field->count : field->real;
}

const char *table_left_out(const struct lab_table *table)
{
	if (!table->nr_skipped || table->nr_skipped < table->nr_rows)
		return NULL;
	return lab_word_at(table, 0, "detail");
}

static bool has_words(const struct lab_table *table, long row, va_list pairs)
{
	const char *column;
	bool all = true;

	while ((column = va_arg(pairs, const char *))) {
		const char *word = va_arg(pairs, const char *);

		all = all && strcmp(lab_word_at(table, row, column), word) == 0;
	}
	return all;
}

long lab_find(const struct lab_table *table, long from, ...)
{
	for (long row = from; row < (long)table->nr_rows; row++) {
		va_list pairs;
		bool found;

		va_start(pairs, from);
		found = has_words(table, row, pairs);
		va_end(pairs);
		if (found)
			return row;
	}
	return -1;
}

// --- As CSV -------------------------------------------------------------------------------------

static void put_csv(FILE *out, const struct lab_field *field, enum lab_kind kind)
{
	char word[LAB_WORD_BYTES];

	if (!field->set)
		return;
	if (kind == LAB_COUNT) {
		fprintf(out, "%" PRId64, field->count);
	} else if (kind == LAB_REAL) {
		fprintf(out, "%.9g", field->real);
	} else {
		memcpy(word, field->word, sizeof word);
		control_plain(word);
		csv_fwrite(out, word, strlen(word));
	}
}

static int finish(FILE *out)
{
	errno = 0;
	return fflush(out) || ferror(out) ? (errno ? errno : EIO) : 0;
}

int table_write_csv(const struct lab_table *table, FILE *out)
{
	const struct lab_column *columns = table->lab->columns;

	for (size_t i = 0; i < table->nr_columns; i++)
		fprintf(out, "%s%s", i ? "," : "", columns[i].name);
	fputc('\n', out);
	for (size_t row = 0; row < table->nr_rows; row++) {
		for (size_t i = 0; i < table->nr_columns; i++) {
			if (i)
				fputc(',', out);
			put_csv(out, &table->fields[row][i], columns[i].kind);
		}
		fputc('\n', out);
	}
	return finish(out);
}

// --- For gnuplot --------------------------------------------------------------------------------

int table_write_script(const struct lab_table *table, const char *sentence, const char *plots,
		       const char *machine, FILE *out)
{
	char *name;

	if (asprintf(&name, "lab-%s", table->lab->name) < 0)
		return ENOMEM;
	fprintf(out,
		"# Draw again, for example: gnuplot -e \"format='png'; theme='dark'; size='4:3'\" "
		"%s.gp\n",
		name);
	gnuplot_set_text(out, "name", name);
	gnuplot_set_text(out, "sentence", sentence);
	gnuplot_set_text(out, "advice", table->lab->statement);
	gnuplot_set_text(out, "machine", machine);
	gnuplot_set_text(out, "plots", plots);
	fputs("load plots.'/lab.gp'\nload plots.'/'.name.'.gp'\nunset output\n", out);
	free(name);
	return finish(out);
}

// --- On the terminal ----------------------------------------------------------------------------

// A table that names no columns has all of them.
static bool is_named(const char *const *names, const char *column)
{
	size_t i = 0;

	while (i < LAB_MAX_COLUMNS && names[i] && strcmp(names[i], column) != 0)
		i++;
	return !names[0] || (i < LAB_MAX_COLUMNS && names[i]);
}

// Which of the lab's columns a table has. Returns how many.
static size_t columns_of(const struct lab_table *table, const char *const *names, size_t *columns)
{
	size_t nr = 0;

	for (size_t i = 0; i < table->nr_columns; i++)
		if (is_named(names, table->lab->columns[i].name))
			columns[nr++] = i;
	return nr;
}

static const char *const *names_of(const struct lab *lab, size_t n)
{
	return n ? lab->further[n - 1] : lab->table;
}

static bool has_first(const struct lab_table *table, size_t row, size_t n)
{
	const char *first = names_of(table->lab, n)[0];

	return first ? field_at(table, (long)row, first)->set : n == 0;
}

// A row that has the first column of no table is for the figure alone: a point of a curve.
static bool is_told(const struct lab_table *table, size_t row, size_t n)
{
	for (size_t later = n + 1; later < LAB_MAX_TABLES; later++)
		if (has_first(table, row, later))
			return false;
	return has_first(table, row, n);
}

static void put_cell(FILE *cell, const struct lab_field *field, enum lab_kind kind)
{
	char word[LAB_WORD_BYTES];

	if (!field->set)
		return;
	if (kind == LAB_COUNT) {
		fprintf(cell, "%" PRId64, field->count);
	} else if (kind == LAB_REAL) {
		number_put(cell, field->real);
	} else {
		memcpy(word, field->word, sizeof word);
		fputs(control_plain(word), cell);
	}
}

static int add_row(struct libscols_table *t, const struct lab_table *table, size_t row,
		   const size_t *columns, size_t nr_columns)
{
	struct libscols_line *line = scols_table_new_line(t, NULL);

	for (size_t i = 0; i < nr_columns; i++) {
		char *text = NULL;
		size_t size;
		FILE *cell = open_memstream(&text, &size);

		if (!cell || !line)
			return ENOMEM;
		put_cell(cell, &table->fields[row][columns[i]],
			 table->lab->columns[columns[i]].kind);
		if (fclose(cell) || scols_line_refer_data(line, i, text))
			return ENOMEM;
	}
	return 0;
}

static void add_columns(struct libscols_table *t, const struct lab *lab, const size_t *columns,
			size_t nr_columns)
{
	for (size_t i = 0; i < nr_columns; i++) {
		const struct lab_column *column = &lab->columns[columns[i]];

		scols_table_new_column(t, column->name, 0,
				       column->kind == LAB_WORD ? 0 : SCOLS_FL_RIGHT);
	}
}

// The n-th table; the first also without rows.
static int print(const struct lab_table *table, size_t n, FILE *out)
{
	size_t columns[LAB_MAX_COLUMNS],
	    nr_columns = columns_of(table, names_of(table->lab, n), columns);
	struct libscols_table *t = scols_new_table();
	int error = t ? 0 : ENOMEM;

	if (error)
		return error;
	scols_table_set_stream(t, out);
	add_columns(t, table->lab, columns, nr_columns);
	for (size_t row = 0; row < table->nr_rows && !error; row++)
		if (is_told(table, row, n))
			error = add_row(t, table, row, columns, nr_columns);
	if (n && !scols_table_is_empty(t))
		fputc('\n', out);
	if (!error && (!n || !scols_table_is_empty(t)) && scols_print_table(t))
		error = EIO;
	scols_unref_table(t);
	return error;
}

int table_print(const struct lab_table *table, FILE *out)
{
	int error = print(table, 0, out);

	for (size_t n = 1; n < LAB_MAX_TABLES && !error; n++)
		if (table->lab->further[n - 1][0])
			error = print(table, n, out);
	return error ? error : finish(out);
}
