// SPDX-License-Identifier: MIT

// Cases and words are read once; a trial then takes its axes from its case. Nothing is trusted more
// than a trials.csv would be: others may have made the store.

#include "harness/store/reading.h"

#include <errno.h>
#include <math.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/data/column.h"
#include "harness/data/summary.h"
#include "harness/data/words.h"
#include "harness/store/schema.h"

// Numbered things, by their numbers.
struct numbered {
	void *of;
	size_t nr; /* the largest number, and one */
};

struct reader {
	const struct store *store;
	struct complaint *c;
	struct rows *rows;
	struct numbered cases;		    /* struct row */
	struct numbered words;		    /* const char * */
	enum column_id columns[NR_COLUMNS]; /* what the statement's columns are, in their order */
	int nr_columns;
	size_t capacity;
};

static int no_memory(const struct reader *r)
{
	return complain_machine(r->c, "%s: no memory for its rows", r->store->path);
}

static int unsound(const struct reader *r, const char *what)
{
	return complain(r->c, "%s: %s; it was changed by hand, or is damaged", r->store->path,
			what);
}

static int number(const struct store *store, const char *sql, int64_t *value)
{
	sqlite3_stmt *statement;
	int code = SQLITE_ERROR;

	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK)
		code = sqlite3_step(statement);
	*value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? 0 : -1;
}

// Room for all numbers that a table has. They are given one by one, so that a far larger one than
// there are rows was made up.
static int make_room(const struct reader *r, struct numbered *numbered, const char *table,
		     size_t size)
{
	char sql[128];
	int64_t last, nr;

	snprintf(sql, sizeof sql, "SELECT coalesce(max(id), 0) FROM %s", table);
	if (number(r->store, sql, &last))
		return store_complain(r->store, r->c);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
	if (number(r->store, sql, &nr))
		return store_complain(r->store, r->c);
	if (last < 0 || last > 1000000 + 2 * nr)
		return unsound(r, "numbers that no store gives");
	numbered->nr = (size_t)last + 1;
	numbered->of = calloc(numbered->nr, size);
	return numbered->of ? 0 : no_memory(r);
}

static int read_word(const struct reader *r, sqlite3_stmt *statement, int at, const char **word)
{
	const char *text = (const char *)sqlite3_column_text(statement, at);
	int error = words_add(r->rows->words, text ? text : "",
			      (size_t)sqlite3_column_bytes(statement, at), word);

	if (error == EILSEQ)
		return unsound(r, "a word in it is no text");
	return error ? no_memory(r) : 0;
}

static int read_count(const struct reader *r, sqlite3_stmt *statement, int at, enum column_id id,
		      int64_t *count)
{
	*count = COUNT_EMPTY;
	if (sqlite3_column_type(statement, at) == SQLITE_NULL)
		return 0;
	*count = sqlite3_column_int64(statement, at);
	return *count < 0 && id != COLUMN_lost ? unsound(r, "a count in it is below 0") : 0;
}

static void read_real(sqlite3_stmt *statement, int at, double *real)
{
	*real = NAN;
	if (sqlite3_column_type(statement, at) != SQLITE_NULL)
		*real = sqlite3_column_double(statement, at);
	if (!isfinite(*real))
		*real = NAN;
}

static int read_numbered_word(const struct reader *r, sqlite3_stmt *statement, int at,
			      const char **word)
{
	int64_t id = sqlite3_column_int64(statement, at);

	if (sqlite3_column_type(statement, at) == SQLITE_NULL)
		return 0; /* "", as the row was initialized */
	if (id < 0 || (size_t)id >= r->words.nr || !((const char **)r->words.of)[id])
		return unsound(r, "a trial in it has a word that there is not");
	*word = ((const char **)r->words.of)[id];
	return 0;
}

static int read_field(const struct reader *r, sqlite3_stmt *statement, int at, enum column_id id,
		      struct row *row)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		if (schema_is_number_of_word(id))
			return read_numbered_word(r, statement, at, column_word(id, row));
		return read_word(r, statement, at, column_word(id, row));
	case KIND_COUNT:
		return read_count(r, statement, at, id, column_count(id, row));
	case KIND_REAL:
		read_real(statement, at, column_real(id, row));
		return 0;
	}
	abort();
}

// "SELECT first, the columns that there are FROM table tail", which are noted.
static sqlite3_stmt *prepare(struct reader *r, const char *first, const char *table, bool axes,
			     const char *tail)
{
	char *sql = NULL;
	size_t size;
	FILE *memory = open_memstream(&sql, &size);
	sqlite3_stmt *statement = NULL;

	r->nr_columns = 0;
	if (!memory) {
		no_memory(r);
		return NULL;
	}
	fprintf(memory, "SELECT %s", first);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis((enum column_id)id) == axes &&
		    schema_has_column(r->store, table, columns[id].name)) {
			fprintf(memory, ", \"%s\"", columns[id].name);
			r->columns[r->nr_columns++] = (enum column_id)id;
		}
	fprintf(memory, " FROM %s %s", table, tail);
	if (fclose(memory))
		no_memory(r);
	else
		statement = store_prepare(r->store, sql, r->c);
	free(sql);
	return statement;
}

// Steps; 1: a row, 0: the end, -1 with a complaint.
static int step(const struct reader *r, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return code == SQLITE_ROW;
	return store_complain(r->store, r->c);
}

static int read_words(struct reader *r)
{
	sqlite3_stmt *statement = store_prepare(r->store, "SELECT id, word FROM words", r->c);
	int more = statement ? 1 : -1;

	if (statement && make_room(r, &r->words, "words", sizeof(const char *)))
		more = -1;
	while (more > 0 && (more = step(r, statement)) > 0) {
		int64_t id = sqlite3_column_int64(statement, 0);

		if (id < 0 || (size_t)id >= r->words.nr)
			more = unsound(r, "numbers that no store gives");
		else if (read_word(r, statement, 1, &((const char **)r->words.of)[id]))
			more = -1;
	}
	sqlite3_finalize(statement);
	return more;
}

static int read_case(struct reader *r, sqlite3_stmt *statement)
{
	int64_t id = sqlite3_column_int64(statement, 0);
	struct row *row;

	if (id < 0 || (size_t)id >= r->cases.nr)
		return unsound(r, "numbers that no store gives");
	row = &((struct row *)r->cases.of)[id];
	row_init(row);
	for (int i = 0; i < r->nr_columns; i++)
		if (read_field(r, statement, i + 1, r->columns[i], row))
			return -1;
	return 0;
}

static int read_cases(struct reader *r)
{
	sqlite3_stmt *statement = prepare(r, "id", "cases", true, "");
	int more = statement ? 1 : -1;

	if (statement && make_room(r, &r->cases, "cases", sizeof(struct row)))
		more = -1;
	while (more > 0 && (more = step(r, statement)) > 0)
		if (read_case(r, statement))
			more = -1;
	sqlite3_finalize(statement);
	return more;
}

static int grow(struct reader *r)
{
	size_t capacity = r->capacity ? 2 * r->capacity : 4096;
	struct row *row = reallocarray(r->rows->row, capacity, sizeof *row);

	if (!row)
		return no_memory(r);
	r->rows->row = row;
	r->capacity = capacity;
	return 0;
}

static int read_trial(struct reader *r, sqlite3_stmt *statement)
{
	int64_t number_of_case = sqlite3_column_int64(statement, 0);
	const struct row *axes;
	struct row *row;

	if (number_of_case < 0 || (size_t)number_of_case >= r->cases.nr)
		return unsound(r, "a trial in it has a case that there is not");
	axes = &((const struct row *)r->cases.of)[number_of_case];
	if (!axes->structure || (r->rows->nr_rows == r->capacity && grow(r)))
		return axes->structure ? -1
				       : unsound(r, "a trial in it has a case that there is not");
	row = &r->rows->row[r->rows->nr_rows];
	*row = *axes;
	for (int i = 0; i < r->nr_columns; i++)
		if (read_field(r, statement, i + 1, r->columns[i], row))
			return -1;
	if (outcome_find(row->outcome) < 0)
		return unsound(r, "a trial in it has an outcome that there is not");
	r->rows->nr_rows++;
	return 0;
}

static int read_run(struct reader *r, sqlite3_stmt *statement, int64_t run)
{
	int more = 1;

	sqlite3_bind_int64(statement, 1, run);
	while (more > 0 && (more = step(r, statement)) > 0)
		if (read_trial(r, statement))
			more = -1;
	sqlite3_reset(statement);
	return more;
}

static int read_trials(struct reader *r, const int64_t *runs, size_t nr)
{
	sqlite3_stmt *statement =
	    prepare(r, "case_id", "trials", false, "WHERE run = ? ORDER BY block, position");
	int result = statement ? 0 : -1;

	for (size_t i = 0; i < nr && !result; i++)
		result = read_run(r, statement, runs[i]);
	sqlite3_finalize(statement);
	return result;
}

int reading_rows(struct rows *rows, const struct store *store, const int64_t *runs, size_t nr,
		 struct complaint *c)
{
	struct reader reader = {.store = store, .c = c, .rows = rows};
	int result;

	*rows = (struct rows){.words = words_create()};
	if (!rows->words)
		return no_memory(&reader);
	result = read_words(&reader) || read_cases(&reader) || read_trials(&reader, runs, nr);
	free(reader.cases.of);
	free(reader.words.of);
	if (result)
		rows_fini(rows);
	return result ? -1 : 0;
}
