// SPDX-License-Identifier: MIT

// The tables of explored.h, read (libcsv). Anybody can have written them: what does not fit the
// columns is refused with its line, and then none of the file is used.

#include <csv.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/control.h"
#include "harness/data/directory.h"
#include "harness/data/explored.h"
#include "harness/data/explored_columns.h"

struct reader {
	struct explored *explored;
	enum explored_file file;
	const struct explored_table *table;
	void *row; /* the one that is read; NULL: the header */
	size_t field;
	unsigned line;
	bool refused, no_memory;
};

static void refuse(struct reader *r, const char *column, const char *what)
{
	struct complaint c;

	if (r->refused)
		return;
	r->refused = true;
	complain(&c, "%s:%u: %s%s%s", r->table->name, r->line, column, *column ? ": " : "", what);
	snprintf(r->explored->bad[r->file], sizeof r->explored->bad[r->file], "%.255s", c.text);
}

static bool is_one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static void read_word(struct reader *r, const struct explored_column *column, const char *text,
		      size_t length)
{
	if (length >= EXPLORED_WORD) {
		refuse(r, column->name, "the word is too long");
		return;
	}
	if (strlen(text) != length) {
		refuse(r, column->name, "a zero byte is no text");
		return;
	}
	if (*text && column->words && !is_one_of(text, column->words))
		refuse(r, column->name, "no such word is known here");
	control_plain(strcpy(explored_field_word(r->row, column), text));
}

static void read_count(struct reader *r, const struct explored_column *column, const char *text)
{
	long long count;
	char *end;

	errno = 0;
	count = strtoll(text, &end, 10);
	if (strspn(text, "0123456789") != strlen(text) || *end || errno)
		refuse(r, column->name, "no whole number");
	else if (count < column->least || count > column->most)
		refuse(r, column->name, "no possible number");
	else
		*explored_field_count(r->row, column) = count;
}

static void read_field(struct reader *r, const char *text, size_t length)
{
	const struct explored_column *column = &r->table->column[r->field];

	if (r->line == 1) {
		if (strcmp(text, column->name) != 0)
			refuse(r, "", "these are not the columns of such a table");
		return;
	}
	if (!length && column->needed)
		refuse(r, column->name, "is empty");
	else if (column->word)
		read_word(r, column, text, length);
	else if (length)
		read_count(r, column, text);
}

static void on_field(void *data, size_t length, void *reader)
{
	struct reader *r = reader;

	if (r->refused || r->no_memory)
		return;
	if (r->line > 1 && r->field == 0) {
		r->row = explored_add(r->explored, r->file);
		if (!r->row && r->explored->nr[r->file] == EXPLORED_ROWS)
			refuse(r, "", "more rows than such a table has");
		r->no_memory = !r->row && !r->refused;
	}
	if (r->refused || r->no_memory)
		return;
	if (r->field >= r->table->nr_columns)
		refuse(r, "", "too many fields");
	else
		read_field(r, data ? data : "", length);
	r->field++;
}

static void on_row(int terminator, void *reader)
{
	struct reader *r = reader;
	const char *wrong = NULL;

	(void)terminator;
	if (r->no_memory)
		return;
	if (r->field < r->table->nr_columns)
		refuse(r, "", "too few fields");
	if (r->line > 1 && !r->refused)
		wrong = r->table->wrong(r->row, r->explored->rows[r->file],
					r->explored->nr[r->file] - 1);
	if (wrong)
		refuse(r, "", wrong);
	r->field = 0;
	r->line++;
}

static void parse(struct reader *r, FILE *file)
{
	struct csv_parser parser;
	char text[4096];
	size_t length;

	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL)) {
		r->no_memory = true;
		return;
	}
	while (!r->refused && (length = fread(text, 1, sizeof text, file)) > 0)
		if (csv_parse(&parser, text, length, on_field, on_row, r) < length)
			refuse(r, "", "this is no CSV");
	if (!r->refused && csv_fini(&parser, on_field, on_row, r))
		refuse(r, "", "this is no CSV");
	csv_free(&parser);
	if (ferror(file))
		refuse(r, "", "it cannot be read to its end");
}

static void drop(struct explored *explored, enum explored_file file)
{
	free(explored->rows[file]);
	explored->rows[file] = NULL;
	explored->nr[file] = 0;
}

static int load(struct explored *explored, enum explored_file file, const char *directory,
		struct complaint *c)
{
	struct reader r = {
	    .explored = explored, .file = file, .table = &explored_tables[file], .line = 1};
	char *path = directory_file(directory, r.table->name);
	FILE *in = fopen(path, "re");

	free(path);
	if (!in)
		return 0;
	parse(&r, in);
	fclose(in);
	if (r.refused || r.no_memory)
		drop(explored, file);
	return r.no_memory ? complain_machine(c, "%s: no memory", r.table->name) : 0;
}

int explored_load(struct explored *explored, const char *directory, struct complaint *c)
{
	*explored = (struct explored){0};
	for (int file = 0; file < NR_EXPLORED; file++)
		if (load(explored, (enum explored_file)file, directory, c))
			return -1;
	return 0;
}
