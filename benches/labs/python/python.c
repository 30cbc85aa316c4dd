// SPDX-License-Identifier: MIT

// Tests the lecture's own example: 10 threads that increment an entry of a dict 100 times each, as
// read, add, write, with and without a lock. It is meant to come out wrong without, and under a
// Python of today it does not: since 3.10 the interpreter lets another thread in only at the end of
// a loop or in a call, and neither is between this read and this write. So the race is there and
// does not show, which is worse. A call between read and write, and a switch every us, bring it
// out; processes that share memory lose as C does, where threads really run at the same time. A
// lock mends all of them. What C does with the same increments stands beside it.
//
// Runs the python3 of this machine, if there is one, for a limited time.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "benches/labs/lab.h"
#include "benches/labs/python/deck.h"
#include "benches/labs/python/interpreters.h"
#include "benches/labs/python/operations.h"
#include "benches/labs/python/talk.h"

#define NO_PYTHON  "no python3 here"
#define NR_C_CASES 4

// clang-format off
static const struct deck_case cases[] = {
    {"thread", false, 10, 100, false, "0"},
    {"thread", true, 10, 100, false, "0"},
    {"thread", false, 10, 10000, false, "0.000001"},
    {"thread", false, 10, 1000, true, "0.000001"},
    {"thread", true, 10, 1000, true, "0.000001"},
    {"process", false, 4, 20000, false, "0"},
    {"process", true, 4, 20000, false, "0"},
};
// clang-format on

static void write_how(struct lab_run *run, const struct deck_case *deck)
{
	bool eager = strcmp(deck->switch_s, "0") != 0;

	lab_word(run, "task", "%s", deck->task);
	lab_word(run, "lock", "%s", deck->locked ? "lock" : "none");
	lab_count(run, "tasks", deck->tasks);
	lab_count(run, "each", deck->increments);
	lab_word(run, "between", "%s%s%s", deck->call ? "call" : "",
		 deck->call && eager ? "; " : "", eager ? "1 us" : "");
}

static void write_result(struct lab_run *run, const struct deck_case *deck, const char *language,
			 const struct deck_result *result)
{
	double made = (double)result->runs * deck->tasks * deck->increments;

	lab_row_begin(run);
	lab_word(run, "language", "%s", language);
	lab_word(run, "version", "%s", result->version);
	write_how(run, deck);
	lab_count(run, "runs", (int64_t)result->runs);
	lab_count(run, "wrong", (int64_t)result->wrong);
	lab_count(run, "lost", result->lost);
	lab_real(run, "lost_percent", 100 * (double)result->lost / made);
	lab_real(run, "increments_per_s", 1e9 * made / (double)result->elapsed_ns);
	lab_row_end(run);
}

static void skip_failed(struct lab_run *run, const struct deck_case *deck, const char *said)
{
	const char *lock = deck->locked ? " with a lock" : "";

	lab_skip(run, "language", "Python", "%s%s: python3 failed", deck->task, lock);
	fprintf(stderr, "racelab: python3 failed on a %s%s: %s\n", deck->task, lock,
		*said ? said : "it said nothing");
}

// Returns whether there is a python3 to go on with.
static bool race_python(struct lab_run *run, const char *python, const struct deck_case *deck)
{
	struct deck_result result;
	int status = deck_run(run, python, deck, &result);

	if (WIFEXITED(status) && WEXITSTATUS(status) == TALK_NO_PROGRAM) {
		lab_skip(run, "language", "Python", NO_PYTHON);
		return false;
	}
	if (WIFSIGNALED(status))
		lab_skip(run, "language", "Python", "%s%s: python3 was ended by signal %d",
			 deck->task, deck->locked ? " with a lock" : "", WTERMSIG(status));
	else if (status || !result.runs)
		skip_failed(run, deck, result.said);
	else
		write_result(run, deck, "Python", &result);
	return true;
}

// The same in C, by racelab's own trials.
static void race_c(struct lab_run *run, const char *task, bool locked)
{
	const struct deck_case deck = {task, locked, 10, 100000, false, "0"};
	uint64_t end_ns = lab_now_ns() + lab_option(run, "window") / 4;
	struct deck_result result = {.runs = 0};
	struct lab_raced raced;

	do {
		if (lab_race(run, locked ? "mutex" : "none", task, deck.tasks, deck.increments,
			     &raced)) {
			lab_skip(run, "language", "C", "%s: its trial failed", task);
			return;
		}
		result.runs++;
		result.wrong += raced.lost != 0;
		result.lost += raced.lost;
		result.elapsed_ns += (uint64_t)(raced.ns_per_op * (double)raced.ops);
	} while (result.runs < lab_option(run, "runs") && lab_now_ns() < end_ns);
	write_result(run, &deck, "C", &result);
}

// The deck in the first Python there is, and beside it C.
static void race_deck(struct lab_run *run, const char *python)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (!race_python(run, python, &cases[i]))
			return;
	for (unsigned i = 0; i < NR_C_CASES; i++)
		race_c(run, i / 2 ? "process" : "thread", i % 2);
}

static void run_lab(struct lab_run *run)
{
	static struct interpreters interpreters; /* large */

	interpreters_find(run, &interpreters);
	if (!interpreters.nr) {
		lab_skip(run, "language", "Python", NO_PYTHON);
		return;
	}
	race_deck(run, interpreters.each[0].path);
	interpreters_ask(run, &interpreters);
	interpreters_tell(run, &interpreters);
	operations_run(run, &interpreters);
}

static double percent_of(const struct lab_table *table, const char *language, const char *task,
			 const char *between)
{
	return lab_real_at(table,
			   lab_find(table, 0, "language", language, "task", task, "lock", "none",
				    "between", between, NULL),
			   "lost_percent");
}

static double wrong_with_lock(const struct lab_table *table)
{
	double wrong = 0;
	long row = -1;

	while ((row = lab_find(table, row + 1, "lock", "lock", NULL)) >= 0)
		wrong += lab_real_at(table, row, "wrong");
	return wrong;
}

static bool is_whole(const struct lab_table *table)
{
	long nr = (long)lab_nr_rows(table), i = 0;

	while (i < nr && *lab_word_at(table, i, "language") && !*lab_word_at(table, i, "detail"))
		i++;
	return i == sizeof cases / sizeof *cases + NR_C_CASES;
}

static void tell_of_the_deck(const struct lab_table *table, FILE *sentence)
{
	long row = lab_find(table, 0, "language", "Python", "task", "thread", "lock", "none", NULL);
	double runs = lab_real_at(table, row, "runs"), wrong = lab_real_at(table, row, "wrong");

	fprintf(sentence, "Python %s gets the lecture's 10 x 100 right in %.0f of %.0f runs",
		lab_word_at(table, row, "version"), runs - wrong, runs);
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	double forced = percent_of(table, "Python", "thread", "call; 1 us"),
	       c = percent_of(table, "C", "thread", ""), locked = wrong_with_lock(table);

	if (lab_find(table, 0, "language", "Python", "detail", NO_PYTHON, NULL) >= 0) {
		fputs("There is no python3 here, so there is nothing to compare with C", sentence);
		return true;
	}
	if (!is_whole(table)) {
		fputs("Not all of it was measured, so nothing follows", sentence);
		return false;
	}
	tell_of_the_deck(table, sentence);
	fprintf(sentence, "; with a call before the write it loses %.3g %%, C loses %.3g %%, ",
		forced, c);
	if (locked > 0)
		fprintf(sentence, "and with a lock %.0f runs were wrong, too", locked);
	else
		fputs("and a lock mends both", sentence);
	return operations_conclude(table, sentence) && forced > 0 && c > 0 && locked == 0;
}

const struct lab lab_python = {
    .name = "python",
    .summary = "the lecture's own counters under this machine's python3, and the same in C",
    .statement = "A race that does not show is still a race: what reads, adds and writes needs a "
		 "lock in any language",
    .example = "racelab lab python --runs 200 --window 2s",
    .options =
	{
	    {"runs", LAB_NUMBER, "100", 1, 1000000, "Runs of each case"},
	    {"window", LAB_TIME, "300ms", 1000000, 600000000000, "No run of a case begins later"},
	    {"most", LAB_TIME, "5s", 1000000, 3600000000000,
	     "A python3 that takes longer is killed"},
	    {"python", LAB_PROGRAMS, "", 0, 0,
	     "Try this Python, too, and before others; several: A:B, or --python again"},
	    {"no-search", LAB_FLAG, "", 0, 0, "Try only those that --python names"},
	    {"operations", LAB_TIME, "1s", 1000000, 600000000000,
	     "How long operations are raced for, in all Pythons together"},
	},
    .columns =
	{
	    {"language", LAB_WORD, "Python or C"},
	    {"version", LAB_WORD, "of python3"},
	    {"task", LAB_WORD, "thread or process"},
	    {"lock", LAB_WORD, "lock or none"},
	    {"tasks", LAB_COUNT, "tasks in a run"},
	    {"each", LAB_COUNT, "increments by each task"},
	    {"between", LAB_WORD,
	     "call: of a function, after the read; 1 us: threads are switched so often"},
	    {"runs", LAB_COUNT, "runs"},
	    {"wrong", LAB_COUNT, "runs that ended with a wrong number"},
	    {"lost", LAB_COUNT, "increments lost in all runs"},
	    {"lost_percent", LAB_REAL, "share of all increments that was lost"},
	    {"increments_per_s", LAB_REAL,
	     "of all tasks together; in Python with the start and end of the tasks"},
	    {"implementation", LAB_WORD, "of Python: cpython, pypy"},
	    {"path", LAB_WORD, "where this Python was found, or the end of that"},
	    {"gil", LAB_WORD,
	     "with, without, or switched on: whether its interpreter lock lets one thread run at a "
	     "time"},
	    {"operation", LAB_WORD, "what two threads do to the same variables"},
	    {"lecture", LAB_WORD,
	     "atomic or not: what the lecture and CPython's FAQ call it, with a GIL"},
	    {"documentation", LAB_WORD,
	     "what CPython says since 3.14 of it without one: atomic, safe (as a whole, if not at "
	     "once), not atomic, not named"},
	    {"source", LAB_WORD, "where in CPython's Doc/library, or its FAQ"},
	    {"tries", LAB_COUNT, "operations by both threads, switched as often as can be"},
	    {"wrong_gil", LAB_COUNT, "of them, not atomic, in a Python with a GIL"},
	    {"wrong_nogil", LAB_COUNT, "the same in one without"},
	    {"boundaries", LAB_COUNT,
	     "between the operation's bytecodes; at each a switch was forced, once"},
	    {"torn", LAB_COUNT,
	     "boundaries where that made a result that neither order of the two makes"},
	    {"verdict", LAB_WORD,
	     "races: seen, or torn where this Python does switch; unreachable: torn, but it never "
	     "switches there (since 3.10); impossible: no boundary tears it; safe: the same "
	     "without "
	     "a GIL, as documented; unseen: nothing seen, and nothing promised"},
	    {"detail", LAB_WORD, "why it was left out"},
	},
    .table = {"language", "task", "lock", "each", "between", "runs", "wrong", "lost_percent",
	      "increments_per_s"},
    .further =
	{
	    {"path", "version", "implementation", "gil", "detail"},
	    {"operation", "lecture", "documentation", "version", "tries", "wrong_gil",
	     "wrong_nogil", "boundaries", "torn", "verdict"},
	},
    .run = run_lab,
    .conclude = conclude,
};
