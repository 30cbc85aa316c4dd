// SPDX-License-Identifier: MIT

// The tables of explored.h in memory, and written.

#include "harness/data/explored.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"
#include "harness/data/explored_columns.h"
#include "harness/data/row.h"

const char *explored_name(enum explored_file file)
{
	return explored_tables[file].name;
}

const struct explored_counter *explored_counters(const struct explored *explored)
{
	return explored->rows[EXPLORED_INTERLEAVINGS];
}

const struct explored_program *explored_programs(const struct explored *explored)
{
	return explored->rows[EXPLORED_MODELS];
}

const struct explored_verdict *explored_verdicts(const struct explored *explored)
{
	return explored->rows[EXPLORED_VERDICTS];
}

// Nothing is known of it yet.
static void clear(void *row, const struct explored_table *table)
{
	memset(row, 0, table->row_bytes);
	for (size_t i = 0; i < table->nr_columns; i++)
		if (!table->column[i].word)
			*explored_field_count(row, &table->column[i]) = COUNT_EMPTY;
}

void *explored_add(struct explored *explored, enum explored_file file)
{
	const struct explored_table *table = &explored_tables[file];
	size_t nr = explored->nr[file];
	char *more;

	if (nr == EXPLORED_ROWS)
		return NULL;
	more = realloc(explored->rows[file], (nr + 1) * table->row_bytes);
	if (!more)
		return NULL;
	explored->rows[file] = more;
	explored->nr[file]++;
	clear(more + nr * table->row_bytes, table);
	return more + nr * table->row_bytes;
}

void explored_fini(struct explored *explored)
{
	for (int file = 0; file < NR_EXPLORED; file++)
		free(explored->rows[file]);
	*explored = (struct explored){0};
}

static void put_word(FILE *out, const char *own)
{
	char word[EXPLORED_WORD];

	memcpy(word, own, sizeof word);
	control_plain(word);
	if (*word)
		csv_fwrite(out, word, strlen(word));
}

static void put_row(FILE *out, const struct explored_table *table, void *row)
{
	for (size_t i = 0; i < table->nr_columns; i++) {
		const struct explored_column *column = &table->column[i];

		if (i)
			fputc(',', out);
		if (column->word)
			put_word(out, explored_field_word(row, column));
		else if (*explored_field_count(row, column) != COUNT_EMPTY)
			fprintf(out, "%" PRId64, *explored_field_count(row, column));
	}
	fputc('\n', out);
}

int explored_write(FILE *out, const struct explored *explored, enum explored_file file)
{
	const struct explored_table *table = &explored_tables[file];
	char *rows = explored->rows[file];

	for (size_t i = 0; i < table->nr_columns; i++)
		fprintf(out, "%s%s", i ? "," : "", table->column[i].name);
	fputc('\n', out);
	for (size_t i = 0; i < explored->nr[file]; i++)
		put_row(out, table, rows + i * table->row_bytes);
	errno = 0;
	return fflush(out) || ferror(out) ? (errno ? errno : EIO) : 0;
}
