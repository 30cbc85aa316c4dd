// SPDX-License-Identifier: MIT

// Tables and views as SQL. What row.def says is written out from it; the rest stands here.

#include "harness/store/schema.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/machine/cpu_family.h"

static const char tables[] =
    "CREATE TABLE machines (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " label TEXT NOT NULL, name TEXT, cpu_model TEXT, arch TEXT, virtualization TEXT,"
    " topology TEXT, nr_pus INTEGER, family TEXT);"
    "CREATE TABLE runs (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " machine INTEGER NOT NULL REFERENCES machines, started TEXT, ended TEXT,"
    " nr_trials INTEGER NOT NULL, bytes INTEGER NOT NULL, digest TEXT NOT NULL,"
    " manifest TEXT NOT NULL, topology TEXT);"
    "CREATE INDEX runs_by_machine ON runs (machine);"
    "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);"
    "CREATE TABLE cases (id INTEGER PRIMARY KEY);"
    "CREATE TABLE trials (run INTEGER NOT NULL REFERENCES runs, block INTEGER NOT NULL,"
    " position INTEGER NOT NULL, case_id INTEGER NOT NULL REFERENCES cases,"
    " PRIMARY KEY (run, block, position)) WITHOUT ROWID;";

bool schema_is_number_of_word(enum column_id id)
{
	return columns[id].kind == KIND_WORD && !column_is_axis(id) && id != COLUMN_outcome;
}

static const char *type_of(enum column_id id)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		return schema_is_number_of_word(id) ? "INTEGER" : "TEXT";
	case KIND_COUNT:
		return "INTEGER";
	case KIND_REAL:
		return "REAL";
	}
	abort();
}

// The first value of the first row of a statement that has one number; -1 if there is none.
static int number(const struct store *store, const char *sql)
{
	sqlite3_stmt *statement;
	int value = -1;

	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

int schema_version(const struct store *store)
{
	return number(store, "PRAGMA user_version");
}

// Whether our tables are there, and are tables: views or virtual ones in their place could be made
// to compute for ever.
static bool has_tables(const struct store *store)
{
	return number(store,
		      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND rootpage "
		      "> 0 AND name IN ('machines', 'runs', 'words', 'cases', 'trials')") == 5;
}

int schema_check(const struct store *store, struct complaint *c)
{
	int nr_things = number(store, "SELECT count(*) FROM sqlite_schema");
	int application = number(store, "PRAGMA application_id"), version = schema_version(store);

	if (nr_things < 0 || application < 0 || version < 0)
		return store_complain(store, c);
	if (nr_things == 0)
		return 0;
	if (application != STORE_APPLICATION)
		return complain(c, "%s is an SQLite file of another program, no store of racelab",
				store->path);
	if (version <= STORE_VERSION && !has_tables(store))
		return complain(
		    c, "%s lacks a table of a store; it was changed by hand, or is damaged",
		    store->path);
	if (version > STORE_VERSION)
		return complain(c, "%s was written by a newer racelab (version %d, ours is %d)",
				store->path, version, STORE_VERSION);
	return 0;
}

bool schema_has_column(const struct store *store, const char *table, const char *column)
{
	return sqlite3_table_column_metadata(store->db, NULL, table, column, NULL, NULL, NULL, NULL,
					     NULL) == SQLITE_OK;
}

static bool is_of(const char *table, enum column_id id)
{
	return column_is_axis(id) == (strcmp(table, "cases") == 0);
}

// Adds what row.def has and the table lacks. Returns how many columns, or -1 with a complaint.
static int grow(const struct store *store, const char *table, struct complaint *c)
{
	char sql[256];
	int nr = 0;

	for (int id = 0; id < NR_COLUMNS; id++) {
		if (!is_of(table, id) || schema_has_column(store, table, columns[id].name))
			continue;
		snprintf(sql, sizeof sql, "ALTER TABLE %s ADD COLUMN \"%s\" %s", table,
			 columns[id].name, type_of(id));
		if (store_execute(store, sql, c))
			return -1;
		nr++;
	}
	return nr;
}

// SQL that a function writes, executed.
static int execute_written(const struct store *store, void (*write)(FILE *sql), struct complaint *c)
{
	char *text;
	size_t size;
	FILE *sql = open_memstream(&text, &size);
	int result;

	if (!sql)
		return complain_machine(c, "no memory");
	write(sql);
	result = fclose(sql) ? complain_machine(c, "no memory") : store_execute(store, text, c);
	free(text);
	return result;
}

// NULLs differ from each other in an index, hence what stands for them.
static void write_index(FILE *sql)
{
	const char *before = "";

	fputs("DROP INDEX IF EXISTS cases_by_axes; CREATE UNIQUE INDEX cases_by_axes ON cases (",
	      sql);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis(id)) {
			fprintf(sql, "%sifnull(\"%s\", '')", before, columns[id].name);
			before = ", ";
		}
	fputs(");", sql);
}

static void write_column(FILE *sql, enum column_id id)
{
	const char *name = columns[id].name;

	if (schema_is_number_of_word(id))
		fprintf(sql, ", (SELECT word FROM words WHERE words.id = t.\"%s\") AS \"%s\"", name,
			name);
	else
		fprintf(sql, ", %s.\"%s\" AS \"%s\"", column_is_axis(id) ? "k" : "t", name, name);
}

static const char run_list[] =
    "CREATE VIEW run_list AS SELECT r.id AS id, m.label AS machine, m.family AS family,"
    " m.cpu_model AS cpu_model, m.nr_pus AS nr_pus, r.started AS started, r.ended AS ended, "
    "r.nr_trials AS nr_trials,"
    " json_extract(r.manifest, '$.racelab.version') AS racelab,"
    " json_extract(r.manifest, '$.host.kernel') AS kernel,"
    " json_extract(r.manifest, '$.host.governor') AS governor,"
    " json_extract(r.manifest, '$.plan.seed') AS seed"
    " FROM runs AS r JOIN machines AS m ON m.id = r.machine;";

// The median is the mean of the two in the middle, which can be one and the same.
static void write_medians(FILE *sql)
{
	fputs("CREATE VIEW medians AS WITH ranked AS (SELECT run, case_id, ops, lost, ns_per_op,"
	      " row_number() OVER by_cost AS i, count(*) OVER (PARTITION BY run, case_id) AS n"
	      " FROM trials WHERE outcome = 'ok' AND ns_per_op IS NOT NULL"
	      " WINDOW by_cost AS (PARTITION BY run, case_id ORDER BY ns_per_op))"
	      " SELECT m.label AS machine, r.id AS run",
	      sql);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis(id))
			fprintf(sql, ", k.\"%s\" AS \"%s\"", columns[id].name, columns[id].name);
	fputs(", max(n) AS trials, avg(ns_per_op) FILTER (WHERE i IN ((n + 1) / 2, (n + 2) / 2))"
	      " AS ns_per_op, sum(ops) AS ops, sum(lost) AS lost,"
	      " 1.0 * sum(lost) / sum(ops) AS lost_share"
	      " FROM ranked JOIN runs AS r ON r.id = run JOIN machines AS m ON m.id = r.machine"
	      " JOIN cases AS k ON k.id = case_id GROUP BY run, case_id;",
	      sql);
}

static void write_views(FILE *sql)
{
	fputs("DROP VIEW IF EXISTS run_list; DROP VIEW IF EXISTS results;"
	      "DROP VIEW IF EXISTS medians;",
	      sql);
	fputs(run_list, sql);
	fputs("CREATE VIEW results AS SELECT m.label AS machine, r.id AS run", sql);
	for (int id = 0; id < NR_COLUMNS; id++)
		write_column(sql, id);
	fputs(" FROM trials AS t JOIN runs AS r ON r.id = t.run JOIN machines AS m ON m.id ="
	      " r.machine JOIN cases AS k ON k.id = t.case_id;",
	      sql);
	write_medians(sql);
}

static int set_family(const struct store *store, sqlite3_stmt *update, int64_t id,
		      const char *cpu_model, struct complaint *c)
{
	char family[64];

	sqlite3_reset(update);
	sqlite3_clear_bindings(update);
	if (cpu_model && *cpu_family(cpu_model, family, sizeof family))
		sqlite3_bind_text(update, 1, family, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(update, 2, id);
	return store_do(store, update, c);
}

// 1 to 2: machines have a family.
static int add_families(const struct store *store, struct complaint *c)
{
	sqlite3_stmt *list, *update;
	int code = SQLITE_DONE, result;

	if (store_execute(store, "ALTER TABLE machines ADD COLUMN family TEXT", c))
		return -1;
	list = store_prepare(store, "SELECT id, cpu_model FROM machines", c);
	update =
	    list ? store_prepare(store, "UPDATE machines SET family = ? WHERE id = ?", c) : NULL;
	result = update ? 0 : -1;
	while (!result && (code = sqlite3_step(list)) == SQLITE_ROW)
		result = set_family(store, update, sqlite3_column_int64(list, 0),
				    (const char *)sqlite3_column_text(list, 1), c);
	if (!result && code != SQLITE_DONE)
		result = store_complain(store, c);
	sqlite3_finalize(list);
	sqlite3_finalize(update);
	return result;
}

// Step i leads from version i to version i + 1; there was never a version 0.
static int (*const steps[STORE_VERSION])(const struct store *store, struct complaint *c) = {
    [1] = add_families,
};

static int make_tables(const struct store *store, struct complaint *c)
{
	char sql[128];

	snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d",
		 STORE_APPLICATION, STORE_VERSION);
	return store_execute(store, tables, c) || store_execute(store, sql, c) ? -1 : 0;
}

static int take_steps(const struct store *store, int version, struct complaint *c)
{
	char sql[64];

	for (; version < STORE_VERSION; version++)
		if (steps[version](store, c))
			return -1;
	snprintf(sql, sizeof sql, "PRAGMA user_version = %d", STORE_VERSION);
	return store_execute(store, sql, c);
}

static int grow_all(const struct store *store, bool anew, struct complaint *c)
{
	int cases = grow(store, "cases", c), trials = cases < 0 ? -1 : grow(store, "trials", c);

	if (trials < 0)
		return -1;
	if (!anew && !cases && !trials)
		return 0;
	return execute_written(store, write_index, c) || execute_written(store, write_views, c) ? -1
												: 0;
}

static int make(const struct store *store, struct complaint *c)
{
	/* a query first: what this connection knows of the tables may be older than its lock */
	int nr_things = number(store, "SELECT count(*) FROM sqlite_schema");
	int version = schema_version(store);
	bool anew = version != STORE_VERSION;

	if (nr_things < 0 || version < 0)
		return store_complain(store, c);
	if (version == 0 ? make_tables(store, c) : anew && take_steps(store, version, c))
		return -1;
	return grow_all(store, anew, c);
}

int schema_make(const struct store *store, struct complaint *c)
{
	/* the lock comes first: another process may be making them */
	if (store_execute(store, "BEGIN IMMEDIATE", c))
		return -1;
	if (make(store, c) == 0)
		return store_execute(store, "COMMIT", c);
	sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}
