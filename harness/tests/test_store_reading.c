// SPDX-License-Identifier: MIT

// A store is read like a directory: what show, check, plot and report say of a run in it is what
// they say of the directory that it came from.

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/column.h"
#include "harness/data/directory.h"
#include "harness/data/rows.h"
#include "harness/data/source.h"
#include "harness/store/store_source.h"
#include "harness/tests/made_fleet.h"
#include "harness/tests/program.h"

static const struct surroundings usual;

// Two machines; the first has two runs.
static void set_up(void)
{
	const struct made_host hosts[] = {
	    {.directory = "a", .name = "east", .nr_rows = MADE_ROWS, .seed = 1},
	    {.directory = "b", .name = "east", .nr_rows = MADE_ROWS, .seed = 2, .speed = 2},
	    {.directory = "c", .name = "west", .nr_rows = MADE_ROWS, .seed = 3, .broken = true},
	};

	program_enter();
	for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
		made_host_write(&hosts[i]);
	program_expect("merge a b c -o fleet.db", 0, "");
	program_expect("merge a -o one.db", 0, "");
	source_add(&store_source);
}

TestSuite(store_reading, .init = set_up, .fini = program_leave, .timeout = 240);

// What the program says on standard output, on the heap.
static char *said(const char *arguments, int status)
{
	struct program program;
	char *text;

	program_run(&program, &usual, arguments, status, NULL);
	text = strdup(program.out.text);
	program_fini(&program);
	return text;
}

static void expect_same(const char *of_store, const char *of_directory, int status)
{
	char *one = said(of_store, status), *other = said(of_directory, status);

	cr_assert_str_eq(one, other, "%s", of_store);
	free(one);
	free(other);
}

static void expect_same_field(enum column_id id, const struct row *a, const struct row *b)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		cr_assert_str_eq(*column_word(id, a), *column_word(id, b), "%s", columns[id].name);
		break;
	case KIND_COUNT:
		cr_assert_eq(*column_count(id, a), *column_count(id, b), "%s", columns[id].name);
		break;
	case KIND_REAL:
		cr_assert(isnan(*column_real(id, a)) ? isnan(*column_real(id, b))
						     : *column_real(id, a) == *column_real(id, b),
			  "%s", columns[id].name);
		break;
	}
}

Test(store_reading, gives_the_rows_of_the_directory)
{
	struct rows rows, own;
	struct complaint c;

	cr_assert_eq(directory_load(&own, "b", &c), 0);
	cr_assert_eq(directory_load(&rows, "fleet.db#2", &c), 0, "%s", c.text);
	cr_assert_eq(rows.nr_rows, own.nr_rows);
	for (size_t i = 0; i < rows.nr_rows; i++)
		for (int id = 0; id < NR_COLUMNS; id++)
			expect_same_field((enum column_id)id, &rows.row[i], &own.row[i]);
	rows_fini(&rows);
	rows_fini(&own);
	cr_assert_eq(directory_load(&rows, "fleet.db#9", &c), 0);
	cr_assert_eq(rows.nr_rows, 0);
	rows_fini(&rows);
}

Test(store_reading, shows_and_checks_a_run_as_its_directory)
{
	expect_same("show one.db", "show a", 0);
	expect_same("show fleet.db --run 2 --sort -throughput", "show b --sort -throughput", 0);
	expect_same("show fleet.db --machine west --columns sync,lost",
		    "show c --columns sync,lost", 0);
	expect_same("check one.db", "check a", 1);
	expect_same("check fleet.db --run 3", "check c", 1);
}

Test(store_reading, lists_several_runs)
{
	char *text = said("show fleet.db", 0);
	json_t *list;

	cr_assert(strstr(text, "east") && strstr(text, "west"));
	cr_assert(strstr(text, "2026-11-22T10:00:00Z"));
	free(text);
	text = said("show fleet.db --json --machine east", 0);
	list = json_loads(text, 0, NULL);
	free(text);
	cr_assert_eq(json_array_size(json_object_get(list, "runs")), 2);
	json_decref(list);
	program_expect("show fleet.db --sort sync", 64,
		       "racelab: fleet.db has 3 runs; choose one with --machine, --run or --last: "
		       "--columns, --sort and --filter are of one\n");
}

Test(store_reading, chooses_by_machine_run_and_last)
{
	expect_same("show fleet.db --machine east --last", "show b", 0);
	expect_same("show fleet.db --machine 2", "show c", 0);
	program_expect("show fleet.db --machine wets", 64,
		       "racelab: --machine: 'wets' is no machine of this store; did you mean "
		       "'west'? there are east, west\n");
	program_expect("show fleet.db --run 9", 64,
		       "racelab: --run: '9' is no run of fleet.db; racelab show fleet.db lists "
		       "them\n");
	program_expect("show fleet.db --machine west --run 1", 64,
		       "racelab: --run: '1' is no run of that machine in fleet.db; racelab show "
		       "fleet.db lists them\n");
	program_expect("show a --last", 64,
		       "racelab: --last chooses among the runs of a store, and 'a' is none\n");
}

Test(store_reading, says_which_run_it_took)
{
	struct program program;

	program_run(&program, &usual, "check fleet.db --machine east", 1, NULL);
	cr_assert_str_eq(program.err.text,
			 "racelab: fleet.db: run 2, the last one of east; --run chooses another\n");
	program_fini(&program);
}

Test(store_reading, checks_the_last_run_of_each_machine)
{
	struct program program;

	program_run(&program, &usual, "check fleet.db", 1, NULL);
	cr_assert_str_eq(program.err.text, "racelab: fleet.db: of each of 2 machines its last run, "
					   "of 3 runs in all\n");
	cr_assert(strstr(program.out.text, "west: variable mutex thread 2 compact"));
	program_fini(&program);
}

Test(store_reading, is_a_baseline)
{
	char *text = said("check a --baseline fleet.db --run 1", 1);

	cr_assert(strstr(text, "1.000 [1.000, 1.000]"), "%s", text);
	free(text);
	program_expect("check a --baseline fleet.db", 64, NULL);
}

// Parts of one plan, each in a directory of its own, are one run.
Test(store_reading, takes_parts_of_a_plan_as_one)
{
	for (size_t i = 0; i < 4; i++) {
		char name[] = {'p', (char)('0' + i), '\0'};
		const struct made_host part = {.directory = name,
					       .name = "east",
					       .nr_rows = MADE_ROWS / 4,
					       .seed = 1,
					       .first = i * MADE_ROWS / 4};

		made_host_write(&part);
	}
	program_expect("merge p3 p1 p0 p2 -o parts.db", 0, "");
	expect_same("show parts.db", "show a", 0);
}

Test(store_reading, draws_beside_the_store)
{
	char *text = said("plot fleet.db --run 1 --only lost_share", 0);

	cr_assert_str_eq(text, "fleet-report/run-1/figures/lost_share.svg\n");
	free(text);
	cr_assert_eq(access("fleet-report/run-1/figures/lost_share.svg", R_OK), 0);
	text = said("report one.db", 0);
	cr_assert(strstr(text, "\none-report/run-1/report.html\n"), "%s", text);
	free(text);
	cr_assert_eq(access("one-report/run-1/report.html", R_OK), 0);
	free(said("plot a --overlay fleet.db#2 --only cost", 0));
}

static size_t nr_lines(const char *text)
{
	size_t nr = 0;

	while ((text = strchr(text, '\n'))) {
		text++;
		nr++;
	}
	return nr;
}

Test(store_reading, exports_every_trial)
{
	char *text = said("show fleet.db --format csv", 0), *line, *end;
	json_t *object;

	cr_assert_eq(nr_lines(text), 1 + 3 * MADE_ROWS);
	cr_assert_eq(strncmp(text, "machine,run,block,position,", 27), 0);
	cr_assert(strstr(text, "\neast,2,0,0,variable,none,"));
	cr_assert(strstr(text, ",\"said \"\"no, 1\"\"\","));
	free(text);
	text = said("show fleet.db --format ndjson --run 2", 0);
	cr_assert_eq(nr_lines(text), MADE_ROWS);
	line = text;
	for (size_t i = 0; i < MADE_ROWS; i++, line = end + 1) {
		end = strchr(line, '\n');
		object = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, NULL);
		cr_assert(json_is_object(object), "line %zu", i);
		cr_assert_eq(json_object_size(object), NR_COLUMNS + 2);
		cr_assert_eq(json_integer_value(json_object_get(object, "block")), (long)i / 3);
		cr_assert_eq(json_is_null(json_object_get(object, "ops")), i == 10);
		json_decref(object);
	}
	free(text);
	expect_same("show one.db --format csv", "show a --format csv", 0);
	program_expect("show a --format xml", 64, NULL);
}

static void change(const char *sql)
{
	sqlite3 *db;

	cr_assert_eq(sqlite3_open("one.db", &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

// Others can make a store, too.
Test(store_reading, refuses_what_was_changed)
{
	static const char *const changes[][2] = {
	    {"UPDATE trials SET case_id = 77 WHERE block = 1", "has a case that there is not"},
	    {"UPDATE trials SET case_id = 1, outcome = 'fine'", "has an outcome that there is not"},
	    {"UPDATE trials SET outcome = 'ok', ops = -5", "a count in it is below 0"},
	    {"UPDATE trials SET ops = 'many', cpus = 5555", "has a word that there is not"},
	    {"UPDATE trials SET cpus = NULL; UPDATE cases SET sync = x'fffe'", "is no text"},
	    {"UPDATE cases SET sync = 'none', id = 4000000000000 + id",
	     "numbers that no store gives"},
	    {"DROP VIEW results; DROP VIEW medians; DROP TABLE trials; CREATE VIEW trials AS "
	     "WITH RECURSIVE n(run) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT * FROM n",
	     "lacks a table"},
	};

	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		struct program program;

		change(changes[i][0]);
		program_run(&program, &usual, "show one.db", 64, NULL);
		cr_assert(strstr(program.err.text, changes[i][1]), "%s: %s", changes[i][0],
			  program.err.text);
		cr_assert_eq(nr_lines(program.err.text), 1);
		program_fini(&program);
	}
}
