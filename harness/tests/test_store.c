// SPDX-License-Identifier: MIT

// Merging: what is in a store afterwards, whatever it was given and whatever happened meanwhile.

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/column.h"
#include "harness/data/rows.h"
#include "harness/store/schema.h"
#include "harness/tests/made_fleet.h"
#include "harness/tests/program.h"

TestSuite(store, .init = program_enter, .fini = program_leave, .timeout = 240);

static const struct surroundings usual;

static void make(const char *directory, const char *host, size_t nr_rows, int seed)
{
	const struct made_host made = {
	    .directory = directory, .name = host, .nr_rows = nr_rows, .seed = seed};

	made_host_write(&made);
}

// One number that a store says; -1 if it says none.
static long long asked(const char *file, const char *sql)
{
	sqlite3_stmt *statement;
	long long number = -1;
	sqlite3 *db;

	cr_assert_eq(sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_busy_timeout(db, 10000); /* who comes last or first tidies up the log, alone */
	cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK, "%s",
		     sqlite3_errmsg(db));
	if (sqlite3_step(statement) == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return number;
}

static void expect_asked(const char *sql, long long number)
{
	cr_assert_eq(asked("fleet.db", sql), number, "%s: %lld, not %lld", sql,
		     asked("fleet.db", sql), number);
}

static void execute(const char *file, const char *sql)
{
	char *text = NULL;
	sqlite3 *db;

	cr_assert_eq(sqlite3_open(file, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, &text), SQLITE_OK, "%s", text);
	sqlite3_close(db);
}

static void expect_sound(const char *file)
{
	cr_assert_eq(asked(file, "SELECT count(*) FROM pragma_integrity_check WHERE "
				 "integrity_check = 'ok'"),
		     1);
	cr_assert_eq(asked(file, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

// What the program says on standard output.
static void expect_said(const char *arguments, int status, const char *out)
{
	struct program program;

	program_run(&program, &usual, arguments, status, NULL);
	cr_assert_str_eq(program.out.text, out);
	program_fini(&program);
}

Test(store, has_each_run_once)
{
	make("a", "east", MADE_ROWS, 1);
	make("b", "west", MADE_ROWS, 2);
	expect_said("merge a b -o fleet.db", 0,
		    "fleet.db: 2 machines, 2 runs, 120 trials (2 new, 0 grown, 0 known, 0 "
		    "refused)\n");
	expect_said("merge b a b -o fleet.db", 0,
		    "fleet.db: 2 machines, 2 runs, 120 trials (0 new, 0 grown, 3 known, 0 "
		    "refused)\n");
	expect_asked("SELECT count(*) FROM trials", 120);
	expect_asked("SELECT count(*) FROM cases", 3);
	expect_sound("fleet.db");
}

Test(store, knows_a_machine_again)
{
	make("a", "east", MADE_ROWS, 1);
	make("b", "east", MADE_ROWS, 2);
	make("c", NULL, MADE_ROWS, 3);
	program_expect("merge a b c -o fleet.db", 0, "");
	expect_asked("SELECT count(*) FROM machines", 2);
	expect_asked("SELECT count(*) FROM machines WHERE name IS NULL AND label = 'machine 2'", 1);
	expect_asked("SELECT count(*) FROM run_list WHERE machine = 'east'", 2);
}

// Two students call their laptops alike.
Test(store, tells_machines_of_one_name_apart)
{
	const struct made_host intel = {
	    .directory = "a", .name = "pc", .cpu_model = "Intel", .nr_rows = MADE_ROWS, .seed = 1};
	const struct made_host amd = {
	    .directory = "b", .name = "pc", .cpu_model = "AMD", .nr_rows = MADE_ROWS, .seed = 2};

	made_host_write(&intel);
	made_host_write(&amd);
	program_expect("merge a b -o fleet.db", 0, "");
	expect_asked("SELECT count(*) FROM machines WHERE label IN ('pc', 'pc (2)')", 2);
}

Test(store, brings_a_run_that_has_grown_up_to_date)
{
	make("a", "east", 31, 1);
	program_expect("merge a -o fleet.db", 0, "");
	expect_asked("SELECT count(*) FROM runs WHERE ended IS NULL AND nr_trials = 31", 1);
	make("a", "east", MADE_ROWS, 1);
	expect_said("merge a -o fleet.db", 0,
		    "fleet.db: 1 machine, 1 run, 60 trials (0 new, 1 grown, 0 known, 0 "
		    "refused)\n");
	expect_asked("SELECT count(*) FROM trials", MADE_ROWS);
	expect_asked("SELECT count(*) FROM runs WHERE ended IS NOT NULL AND nr_trials = 60", 1);
	make("a", "east", 31, 1); /* an older copy */
	expect_said("merge a -o fleet.db", 0,
		    "fleet.db: 1 machine, 1 run, 60 trials (0 new, 0 grown, 1 known, 0 "
		    "refused)\n");
	expect_asked("SELECT count(*) FROM trials", MADE_ROWS);
}

Test(store, refuses_a_run_whose_rows_were_changed)
{
	char *text, *digit;

	make("a", "east", MADE_ROWS, 1);
	program_expect("merge a -o fleet.db", 0, "");
	text = program_read("a/trials.csv", NULL);
	digit = strrchr(text, '4');
	*digit = '5';
	made_file("a/trials.csv", text);
	free(text);
	program_expect("merge a -o fleet.db", 64,
		       "racelab: merge: a/trials.csv: the store has this run with other rows; one "
		       "of the two was changed by hand\n");
	expect_asked("SELECT count(*) FROM trials", MADE_ROWS);
}

static void expect_field(sqlite3_stmt *statement, enum column_id id, const struct row *row)
{
	bool is_null = sqlite3_column_type(statement, (int)id) == SQLITE_NULL;

	switch (columns[id].kind) {
	case KIND_WORD:
		cr_assert_eq(is_null, !**column_word(id, row), "%s", columns[id].name);
		if (!is_null)
			cr_assert_str_eq((const char *)sqlite3_column_text(statement, (int)id),
					 *column_word(id, row));
		break;
	case KIND_COUNT:
		cr_assert_eq(is_null, *column_count(id, row) == COUNT_EMPTY, "%s",
			     columns[id].name);
		cr_assert(is_null || sqlite3_column_type(statement, (int)id) == SQLITE_INTEGER);
		cr_assert(is_null ||
			  sqlite3_column_int64(statement, (int)id) == *column_count(id, row));
		break;
	case KIND_REAL:
		cr_assert_eq(is_null, (bool)isnan(*column_real(id, row)), "%s", columns[id].name);
		cr_assert(is_null || memcmp(&(double){sqlite3_column_double(statement, (int)id)},
					    column_real(id, row), sizeof(double)) == 0);
		break;
	}
}

static sqlite3_stmt *prepare_results(sqlite3 *db)
{
	char sql[4096] = "SELECT ";
	sqlite3_stmt *statement;

	for (int id = 0; id < NR_COLUMNS; id++)
		snprintf(sql + strlen(sql), sizeof sql - strlen(sql), "%s\"%s\"", id ? ", " : "",
			 columns[id].name);
	strcat(sql, " FROM results ORDER BY run, block, position");
	cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK, "%s",
		     sqlite3_errmsg(db));
	return statement;
}

Test(store, keeps_every_value_as_it_is)
{
	sqlite3_stmt *statement;
	struct rows rows;
	sqlite3 *db;

	make("a", "east", MADE_ROWS, 1);
	program_expect("merge a -o fleet.db", 0, "");
	program_rows(&rows, "a");
	cr_assert_eq(sqlite3_open("fleet.db", &db), SQLITE_OK);
	statement = prepare_results(db);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		cr_assert_eq(sqlite3_step(statement), SQLITE_ROW);
		for (int id = 0; id < NR_COLUMNS; id++)
			expect_field(statement, (enum column_id)id, &rows.row[i]);
	}
	cr_assert_eq(sqlite3_step(statement), SQLITE_DONE);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	rows_fini(&rows);
}

Test(store, view_of_medians_has_medians)
{
	make("a", "east", 9, 1); /* three trials a case: the one in the middle */
	program_expect("merge a -o fleet.db", 0, "");
	expect_asked("SELECT count(*) FROM medians", 3);
	expect_asked("SELECT m.ns_per_op = (SELECT ns_per_op FROM results WHERE sync = 'mutex' "
		     "ORDER BY ns_per_op LIMIT 1 OFFSET 1) FROM medians AS m WHERE sync = 'mutex'",
		     1);
	expect_asked("SELECT count(*) FROM medians WHERE sync = 'none' AND abs(lost_share - 0.1) < "
		     "0.001",
		     1);
}

// As shards leave it: a folder that is no run, with some in it.
Test(store, takes_all_runs_of_a_folder)
{
	mkdir("job", 0777);
	make("job/shard-10", "east", 3, 1);
	make("job/shard-9", "east", 3, 2);
	mkdir("job/notes", 0777);
	cr_assert_eq(symlink("shard-9", "job/shard-8"), 0);
	expect_said("merge job -o fleet.db", 0,
		    "fleet.db: 1 machine, 2 runs, 6 trials (2 new, 0 grown, 0 known, 0 "
		    "refused)\n");
	expect_asked("SELECT seed = 2 FROM run_list WHERE id = 1", 1);
}

static void make_hostile(void)
{
	char *text;

	for (int i = 0; i < 8; i++) {
		static const char *const names[] = {"torn", "bare",    "binary", "link",
						    "fifo", "columns", "huge",	 "json"};

		make(names[i], names[i], MADE_ROWS, i);
	}
	text = program_read("torn/trials.csv", NULL);
	text[strlen(text) - 5] = '\0';
	made_file("torn/trials.csv", text);
	free(text);
	unlink("bare/run.json");
	made_file("binary/trials.csv", "\177ELF\002\001\001 \377\376\n\001\002\n");
	rename("link/trials.csv", "link/other.csv");
	cr_assert_eq(symlink("other.csv", "link/trials.csv"), 0);
	unlink("fifo/trials.csv");
	cr_assert_eq(mkfifo("fifo/trials.csv", 0666), 0);
	made_file("columns/trials.csv", "block,position,structure\n0,0,variable\n");
	text = calloc(1, 100001);
	memset(text, 'x', 100000);
	made_file("huge/trials.csv", text);
	free(text);
	made_file("json/run.json", "{\"format\": 1, \"host\": [], \"start\": \"\"}");
}

// Torn by a crash is a run; all else there is not.
Test(store, refuses_one_by_one_and_takes_the_others)
{
	make_hostile();
	make("good", "good", MADE_ROWS, 9);
	made_file("file", "neither");
	program_expect(
	    "merge nowhere torn bare binary link fifo columns huge json file good -o fleet.db", 64,
	    "racelab: merge: 'nowhere': No such file or directory\n"
	    "racelab: merge: torn/trials.csv: its last line was cut off and is left out\n"
	    "racelab: merge: bare/run.json: No such file or directory\n"
	    "racelab: merge: binary/trials.csv:1: column 'block' is missing; is this a trials.csv "
	    "of "
	    "racelab?\n"
	    "racelab: merge: link/trials.csv is a symbolic link; a run's own files are wanted\n"
	    "racelab: merge: fifo/trials.csv is no regular file\n"
	    "racelab: merge: columns/trials.csv:1: column 'sync' is missing; is this a trials.csv "
	    "of "
	    "racelab?\n"
	    "racelab: merge: huge/trials.csv: no header; is this a trials.csv of racelab?\n"
	    "racelab: merge: json/run.json: 'host' is no object; is it one of racelab?\n"
	    "racelab: merge: 'file' is neither a result directory nor a .racelab file\n");
	expect_asked("SELECT count(*) FROM runs", 2);
	expect_asked("SELECT count(*) FROM trials", 2 * MADE_ROWS - 1);
	expect_sound("fleet.db");
}

Test(store, refuses_what_is_no_store_of_its_own)
{
	make("a", "east", 3, 1);
	made_file("text.db", "this is not a database, but long enough to be taken for one by a "
			     "glance at its size; it stays as it is............................");
	program_expect("merge a -o text.db", 64, "racelab: text.db is no store of racelab\n");
	execute("other.db", "CREATE TABLE bookmarks (url TEXT)");
	program_expect("merge a -o other.db", 64,
		       "racelab: other.db is an SQLite file of another program, no store of "
		       "racelab\n");
	program_expect("merge a -o fleet.db", 0, "");
	execute("fleet.db", "PRAGMA user_version = 99");
	program_expect("merge a -o fleet.db", 64, NULL);
	program_expect("merge a", 64,
		       "racelab: merge: into which store? name it with -o fleet.db\n");
	program_expect("merge a -o nowhere/fleet.db", 2,
		       "racelab: nowhere/fleet.db: unable to open database file\n");
}

// Labs have other columns each; who has them in the directory must not believe them to be in a
// store.
Test(store, says_what_it_leaves_out)
{
	make("a", "east", MADE_ROWS, 1);
	made_file("a/lab-echo.csv", "");
	made_file("a/lab-lifetime.csv", "");
	made_file("a/lab-lifetime.svg", "");
	program_expect(
	    "merge a -o fleet.db", 0,
	    "racelab: merge: a: a store has runs; left out: its labs (lifetime, echo)\n");
	made_file("a/explore-models.csv", "");
	program_expect("merge a -o fleet.db", 0,
		       "racelab: merge: a: a store has runs; left out: its labs (lifetime, echo) "
		       "and explorations\n");
	make("b", "west", MADE_ROWS, 2);
	made_file("b/explore-walk.json", "");
	made_file("b/report.html", "");
	program_expect("merge b -o fleet.db", 0,
		       "racelab: merge: b: a store has runs; left out: its explorations\n");
}

// The store that the first version of these tables was, read and merged into.
Test(store, brings_an_older_one_up_to_date)
{
	char *sql = program_read(RACELAB_ROOT "/harness/tests/golden/store-1.sql", NULL);

	execute("fleet.db", sql);
	free(sql);
	expect_asked("SELECT user_version FROM pragma_user_version", 1);
	program_expect("show fleet.db --run 1", 0, NULL);
	expect_asked("SELECT user_version FROM pragma_user_version", STORE_VERSION);
	expect_asked("SELECT count(*) FROM machines WHERE family IN ('AMD EPYC', 'Intel Xeon')", 2);
	make("a", "south", MADE_ROWS, 1);
	program_expect("merge a -o fleet.db", 0, "");
	expect_asked("SELECT count(*) FROM results", 10 + MADE_ROWS);
	expect_asked("SELECT count(*) FROM run_list WHERE family IS NOT NULL", 3);
	expect_sound("fleet.db");
}

// A column that a store of an older racelab does not have is added, and was not measured before.
Test(store, grows_by_a_column)
{
	make("a", "east", 3, 1);
	make("b", "west", 3, 2);
	program_expect("merge a -o fleet.db", 0, "");
	execute("fleet.db",
		"DROP VIEW results; DROP VIEW medians; ALTER TABLE trials DROP COLUMN handovers");
	program_expect("merge b -o fleet.db", 0, "");
	expect_asked("SELECT count(*) FROM results WHERE handovers IS NULL", 6);
}

// Ends the program by force at some moment, in the middle of a transaction or of making the tables.
static void kill_after(const char *arguments, long microseconds)
{
	struct program program;

	program_start(&program, &usual, arguments);
	usleep((useconds_t)microseconds);
	kill(-program.pid, SIGKILL);
	program_wait(&program);
	program_fini(&program);
}

Test(store, is_sound_when_killed_at_any_moment)
{
	for (int i = 0; i < 4; i++) {
		char name[] = {(char)('a' + i), '\0'};

		make(name, name, MADE_ROWS, i);
	}
	for (int i = 0; i < 12; i++) {
		kill_after("merge a b c d -o fleet.db", 1000 + 2500 * i);
		if (access("fleet.db", F_OK) != 0)
			continue;
		expect_sound("fleet.db");
		if (asked("fleet.db", "SELECT count(*) FROM sqlite_schema") > 0)
			expect_asked(
			    "SELECT count(*) FROM runs WHERE nr_trials <> (SELECT count(*) "
			    "FROM trials WHERE run = runs.id)",
			    0);
	}
	program_expect("merge a b c d -o fleet.db", 0, "");
	expect_asked("SELECT count(*) FROM trials", 4 * MADE_ROWS);
	expect_sound("fleet.db");
}

// As often as it is asked meanwhile, each run is there as a whole or not at all.
Test(store, can_be_read_while_it_grows)
{
	struct program program;
	char arguments[512] = "merge";
	long long before = 0;

	make("first", "first", MADE_ROWS, 100);
	program_expect("merge first -o fleet.db", 0, "");
	for (int i = 0; i < 30; i++) {
		char name[16];

		snprintf(name, sizeof name, "m%d", i);
		make(name, name, MADE_ROWS, i);
		snprintf(arguments + strlen(arguments), sizeof arguments - strlen(arguments), " %s",
			 name);
	}
	strcat(arguments, " -o fleet.db");
	program_start(&program, &usual, arguments);
	for (int i = 0; i < 50; i++) {
		long long now = asked("fleet.db", "SELECT count(*) FROM trials");

		cr_assert(now >= before && now % MADE_ROWS == 0, "%lld after %lld", now, before);
		before = now;
		usleep(500);
	}
	program_wait(&program);
	cr_assert_eq(program.status, 0);
	program_fini(&program);
	expect_asked("SELECT count(*) FROM trials", 31 * MADE_ROWS);
}

// Two at once wait for each other.
Test(store, two_can_merge_at_once)
{
	struct program one, other;

	make("a", "east", MADE_ROWS, 1);
	make("b", "west", MADE_ROWS, 2);
	program_start(&one, &usual, "merge a -o fleet.db");
	program_start(&other, &usual, "merge b -o fleet.db");
	program_wait(&one);
	program_wait(&other);
	cr_assert_eq(one.status, 0, "%s", one.err.text);
	cr_assert_eq(other.status, 0, "%s", other.err.text);
	program_fini(&one);
	program_fini(&other);
	expect_asked("SELECT count(*) FROM trials", 2 * MADE_ROWS);
	expect_sound("fleet.db");
}
