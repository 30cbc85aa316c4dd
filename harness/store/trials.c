// SPDX-License-Identifier: MIT

// A million rows have a few dozen different cases and words: their numbers are kept at hand, in
// balanced trees (tsearch), and are asked of the store once.

#include "harness/store/trials.h"

#include <math.h>
#include <search.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/column.h"
#include "harness/store/schema.h"

// A case, or a word, and its number in the store.
struct known_case {
	const struct row *axes;
	int64_t id;
};

struct known_word {
	const char *word; /* equal words of a file are the same pointer */
	int64_t id;
};

struct writer {
	const struct store *store;
	struct complaint *complaint;
	void *cases, *words;
	sqlite3_stmt *find_case, *add_case, *find_word, *add_word, *add_trial;
};

static int compare_cases(const void *a, const void *b)
{
	const struct row *x = ((const struct known_case *)a)->axes;
	const struct row *y = ((const struct known_case *)b)->axes;
	int order = 0;

	for (int id = 0; id < NR_COLUMNS && !order; id++)
		if (column_is_axis((enum column_id)id))
			order = column_compare((enum column_id)id, x, y);
	return order;
}

static int compare_words(const void *a, const void *b)
{
	const char *x = ((const struct known_word *)a)->word;
	const char *y = ((const struct known_word *)b)->word;

	return (x > y) - (x < y);
}

// What was not measured is left as it is after sqlite3_clear_bindings: NULL.
static void bind_field(sqlite3_stmt *statement, int at, enum column_id id, const struct row *row)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		if (**column_word(id, row))
			sqlite3_bind_text(statement, at, *column_word(id, row), -1, SQLITE_STATIC);
		break;
	case KIND_COUNT:
		if (*column_count(id, row) != COUNT_EMPTY)
			sqlite3_bind_int64(statement, at, *column_count(id, row));
		break;
	case KIND_REAL:
		if (isfinite(*column_real(id, row)))
			sqlite3_bind_double(statement, at, *column_real(id, row));
		break;
	}
}

static void bind_axes(sqlite3_stmt *statement, const struct row *row)
{
	int at = 0;

	sqlite3_clear_bindings(statement);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis((enum column_id)id))
			bind_field(statement, ++at, (enum column_id)id, row);
}

// The number that a statement finds; 0 if there is none, -1 with a complaint.
static int64_t find(const struct writer *writer, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);
	int64_t id = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;

	sqlite3_reset(statement);
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return id;
	return store_complain(writer->store, writer->complaint);
}

static int64_t find_or_add(const struct writer *writer, sqlite3_stmt *found, sqlite3_stmt *added)
{
	int64_t id = find(writer, found);

	if (id)
		return id;
	if (store_do(writer->store, added, writer->complaint))
		return -1;
	return sqlite3_last_insert_rowid(writer->store->db);
}

static int64_t ask_case(const struct writer *writer, const struct row *row)
{
	bind_axes(writer->find_case, row);
	bind_axes(writer->add_case, row);
	return find_or_add(writer, writer->find_case, writer->add_case);
}

static int64_t ask_word(const struct writer *writer, const char *word)
{
	sqlite3_bind_text(writer->find_word, 1, word, -1, SQLITE_STATIC);
	sqlite3_bind_text(writer->add_word, 1, word, -1, SQLITE_STATIC);
	return find_or_add(writer, writer->find_word, writer->add_word);
}

// Puts a copy of what is known in a tree. -1 with a complaint.
static int keep(const struct writer *writer, void **tree, const void *known, size_t size,
		int (*compare)(const void *, const void *))
{
	void *copy = malloc(size);

	if (copy)
		memcpy(copy, known, size);
	if (copy && tsearch(copy, tree, compare))
		return 0;
	free(copy);
	return complain_machine(writer->complaint, "no memory");
}

// The number of a row's case; -1 with a complaint.
static int64_t number_of_case(struct writer *writer, const struct row *row)
{
	struct known_case known = {row, 0};
	struct known_case *const *found = tfind(&known, &writer->cases, compare_cases);

	if (found)
		return (*found)->id;
	known.id = ask_case(writer, row);
	if (known.id < 0 || keep(writer, &writer->cases, &known, sizeof known, compare_cases))
		return -1;
	return known.id;
}

static int64_t number_of_word(struct writer *writer, const char *word)
{
	struct known_word known = {word, 0};
	struct known_word *const *found = tfind(&known, &writer->words, compare_words);

	if (found)
		return (*found)->id;
	known.id = ask_word(writer, word);
	if (known.id < 0 || keep(writer, &writer->words, &known, sizeof known, compare_words))
		return -1;
	return known.id;
}

// Binds a column that is not of the case. -1 with a complaint.
static int bind_result(struct writer *writer, int at, enum column_id id, const struct row *row)
{
	int64_t number;

	if (!schema_is_number_of_word(id)) {
		bind_field(writer->add_trial, at, id, row);
		return 0;
	}
	if (!**column_word(id, row))
		return 0;
	number = number_of_word(writer, *column_word(id, row));
	if (number < 0)
		return -1;
	sqlite3_bind_int64(writer->add_trial, at, number);
	return 0;
}

static int insert(struct writer *writer, int64_t run, const struct row *row)
{
	int64_t number = number_of_case(writer, row);
	int at = 2;

	if (number < 0)
		return -1;
	sqlite3_clear_bindings(writer->add_trial);
	sqlite3_bind_int64(writer->add_trial, 1, run);
	sqlite3_bind_int64(writer->add_trial, 2, number);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (!column_is_axis((enum column_id)id) &&
		    bind_result(writer, ++at, (enum column_id)id, row))
			return -1;
	return store_do(writer->store, writer->add_trial, writer->complaint);
}

static void write_find_case(FILE *sql)
{
	const char *before = "WHERE";

	fputs("SELECT id FROM cases", sql);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis((enum column_id)id)) {
			fprintf(sql, " %s \"%s\" IS ?", before, columns[id].name);
			before = "AND";
		}
}

// "INSERT INTO table (FIRST, ...) VALUES (?, ...)" with the columns of that kind.
static void write_insert(FILE *sql, const char *table, const char *first, bool axes)
{
	const char *before = *first ? ", " : "";
	int nr = *first ? 2 : 0;

	fprintf(sql, "INSERT INTO %s (%s", table, first);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis((enum column_id)id) == axes) {
			fprintf(sql, "%s\"%s\"", before, columns[id].name);
			before = ", ";
			nr++;
		}
	fputs(") VALUES (?", sql);
	while (--nr > 0)
		fputs(", ?", sql);
	fputs(")", sql);
}

static void write_add_case(FILE *sql)
{
	write_insert(sql, "cases", "", true);
}

static void write_add_trial(FILE *sql)
{
	write_insert(sql, "trials", "run, case_id", false);
}

static sqlite3_stmt *prepare(const struct writer *writer, void (*write)(FILE *sql))
{
	sqlite3_stmt *statement = NULL;
	char *text = NULL;
	size_t size;
	FILE *sql = open_memstream(&text, &size);

	if (sql)
		write(sql);
	if (sql && fclose(sql) == 0)
		statement = store_prepare(writer->store, text, writer->complaint);
	else
		complain_machine(writer->complaint, "no memory");
	free(text);
	return statement;
}

static int writer_init(struct writer *writer)
{
	const struct store *store = writer->store;
	struct complaint *c = writer->complaint;

	writer->find_case = prepare(writer, write_find_case);
	writer->add_case = writer->find_case ? prepare(writer, write_add_case) : NULL;
	writer->add_trial = writer->add_case ? prepare(writer, write_add_trial) : NULL;
	writer->find_word = writer->add_trial
				? store_prepare(store, "SELECT id FROM words WHERE word = ?", c)
				: NULL;
	writer->add_word = writer->find_word
			       ? store_prepare(store, "INSERT INTO words (word) VALUES (?)", c)
			       : NULL;
	return writer->add_word ? 0 : -1;
}

static void writer_fini(struct writer *writer)
{
	sqlite3_finalize(writer->find_case);
	sqlite3_finalize(writer->add_case);
	sqlite3_finalize(writer->find_word);
	sqlite3_finalize(writer->add_word);
	sqlite3_finalize(writer->add_trial);
	tdestroy(writer->cases, free);
	tdestroy(writer->words, free);
}

int trials_insert(const struct store *store, int64_t run, const struct rows *rows, size_t first,
		  struct complaint *c)
{
	struct writer writer = {.store = store, .complaint = c};
	int result = writer_init(&writer);

	for (size_t i = first; i < rows->nr_rows && !result; i++)
		result = insert(&writer, run, &rows->row[i]);
	writer_fini(&writer);
	return result;
}
