// SPDX-License-Identifier: MIT

// Runs that are stopped, killed, cut short or left without room, and what --resume makes of them:
// every finished trial stays, none is repeated, and the order is that of a run which was never
// stopped.

#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/data/rows.h"
#include "harness/tests/program.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define CASES "--structure variable --sync none,mutex,fetch_add --task thread,process --count 2 "

enum {
	NR_CASES = 6,
	NR_BLOCKS = 8,
	NR_TRIALS = NR_CASES * NR_BLOCKS,
};

TestSuite(resume, .init = program_enter, .fini = program_leave, .timeout = 120);

static const struct surroundings usual;

// The whole rows of X as they stand in the file.
static char *read_whole_rows(void)
{
	char *text = program_read("X/trials.csv", NULL);
	char *last = strrchr(text, '\n');

	cr_assert(last);
	last[1] = '\0';
	return text;
}

// Frees `before`, which must still be how X/trials.csv begins.
static void expect_kept(char *before)
{
	char *after = program_read("X/trials.csv", NULL);

	cr_expect_eq(strncmp(after, before, strlen(before)), 0, "rows were changed");
	free(after);
	free(before);
}

// The same plan in `full`, run without a stop; how the cases follow each other is all that counts.
static void expect_order_of_full_run(const struct rows *rows)
{
	struct rows full;

	if (access("full", F_OK) != 0)
		program_expect("run " CASES "--ops 10 --blocks 8 --seed 7 -o full", 0, NULL);
	program_rows(&full, "full");
	cr_assert_eq(full.nr_rows, NR_TRIALS);
	for (size_t i = 0; i < NR_TRIALS; i++)
		cr_expect(row_same_case(&full.row[i], &rows->row[i]), "row %zu", i);
	rows_fini(&full);
}

// X holds all trials, each once, in the order of the plan.
static void expect_complete(void)
{
	struct rows rows;

	program_rows(&rows, "X");
	cr_expect_not(rows.torn);
	cr_assert_eq(rows.nr_rows, NR_TRIALS, "%zu rows", rows.nr_rows);
	for (size_t i = 0; i < NR_TRIALS; i++) {
		cr_expect_eq(rows.row[i].block, i / NR_CASES);
		cr_expect_eq(rows.row[i].position, i % NR_CASES);
		cr_expect_str_eq(rows.row[i].outcome, "ok", "%s", rows.row[i].detail);
	}
	expect_order_of_full_run(&rows);
	rows_fini(&rows);
}

static void expect_end_is_recorded(bool recorded)
{
	json_t *json = json_load_file("X/run.json", 0, NULL);

	cr_assert(json);
	cr_expect_eq(json_is_string(json_object_get(json, "end")), recorded);
	json_decref(json);
}

// Starts `arguments`, sends the signal when X has nr rows, and compares what it says of how many
// trials there are then.
static void interrupt_at(const char *arguments, size_t nr, int signal, const char *name)
{
	struct program program;
	struct rows rows;
	char err[256];

	program_start(&program, &usual, arguments);
	program_await_rows("X", nr);
	kill(-program.pid, signal); /* as the terminal does: to the whole group */
	program_wait(&program);
	program_rows(&rows, "X");
	snprintf(err, sizeof err,
		 "racelab: stopped by %s; %zu of %d trials are in X\n"
		 "racelab: go on with: racelab run --resume X\n",
		 name, rows.nr_rows, NR_TRIALS);
	cr_expect_eq(program.status, 128 + signal, "%d", program.status);
	cr_expect_str_eq(program.err.text, err, "%s", program.err.text);
	cr_expect_str_eq(program.out.text, "", "%s", program.out.text);
	cr_expect_not(rows.torn);
	cr_expect_lt(rows.nr_rows, NR_TRIALS);
	rows_fini(&rows);
	program_fini(&program);
}

Test(resume, completes_a_run_that_was_stopped_more_than_once)
{
	char *before;

	interrupt_at("run " CASES "--window 20ms --blocks 8 --seed 7 -o X", 3, SIGINT, "Ctrl-C");
	expect_end_is_recorded(false);
	program_expect("show X --quiet", 0, "");
	before = read_whole_rows();
	interrupt_at("run --resume X", 10, SIGTERM, "SIGTERM");
	expect_kept(before);
	before = read_whole_rows();
	interrupt_at("run --resume X", 20, SIGHUP, "SIGHUP");
	expect_kept(before);
	before = read_whole_rows();
	program_expect("run --resume X", 0, NULL);
	expect_kept(before);
	expect_end_is_recorded(true);
	expect_complete();
}

// Ctrl-C reaches all processes of the terminal's group, also a sandbox that has not left it yet.
Test(resume, finds_no_trial_that_ctrl_c_crashed)
{
	struct program program;
	struct rows rows;

	for (int i = 0; i < 40; i++) {
		program_start(&program, &usual,
			      i ? "run --resume X" : "run " CASES "--ops 10 --blocks 1000 -o X");
		program_await_rows("X", 1);
		sleep_ms(i ? 20 + i % 8 : 0);
		program_interrupt(&program, SIGINT);
		program_wait(&program);
		cr_expect_eq(program.status, 130, "%d", program.status);
		program_fini(&program);
	}
	program_rows(&rows, "X");
	for (size_t i = 0; i < rows.nr_rows; i++)
		cr_expect_str_eq(rows.row[i].outcome, "ok", "%s", rows.row[i].detail);
	rows_fini(&rows);
}

// What is said must be the run's; what is left out is.
Test(resume, leaves_axes_that_are_not_named_as_they_were)
{
	program_expect("run --structure variable --sync mutex,cas --task thread --count 1 --ops 10 "
		       "--blocks 1 -o X",
		       0, NULL);
	program_expect("run --resume X --task thread --structure variable", 0, NULL);
	program_expect("run --resume X --task thread,process", 64,
		       "racelab: --resume: the run in 'X' has 2 cases, this plan 4; leave out the "
		       "axes to go on with it\n");
}

Test(resume, of_a_complete_run_measures_nothing)
{
	char *before;

	program_expect("run " CASES "--ops 10 --blocks 8 --seed 7 -o X", 0, NULL);
	before = program_read("X/trials.csv", NULL);
	program_expect("run --resume X --blocks 8 --seed 7", 0, NULL);
	expect_kept(before);
	expect_complete();
}

// Nobody can be asked to clean up after kill -9, and yet nobody is to be left behind.
static void expect_nobody_left(const struct program *program)
{
	for (int i = 0; i < 100 && program_nr_processes(program); i++)
		sleep_ms(10);
	cr_expect_eq(program_nr_processes(program), 0, "%u processes are left",
		     program_nr_processes(program));
}

// Kills it as soon as that many of its processes are there, in a window much longer than anybody
// may stay.
static void expect_all_die(const char *arguments, unsigned nr_processes)
{
	struct program program;

	program_start(&program, &usual, arguments);
	for (int i = 0; i < 2000 && program_nr_processes(&program) < nr_processes; i++)
		sleep_ms(2);
	cr_assert_eq(program_nr_processes(&program), nr_processes);
	kill(program.pid, SIGKILL);
	expect_nobody_left(&program);
	program_wait(&program);
	program_fini(&program);
}

Test(resume, finds_nobody_left_after_kill_9)
{
#define LONG "run --structure variable --sync none --count 2 --blocks 1 --window 8s "
	/* the controller, the stage, the sandbox; and the tasks */
	expect_all_die(LONG "--task thread -o threads", 3);
	expect_all_die(LONG "--task process -o processes", 5);
#undef LONG
}

static void kill_after(const char *arguments, long ms)
{
	struct program program;

	program_start(&program, &usual, arguments);
	while (program_nr_rows("X") == 0)
		sleep_ms(1);
	sleep_ms(ms);
	kill(program.pid, SIGKILL);
	expect_nobody_left(&program);
	program_wait(&program);
	program_fini(&program);
}

Test(resume, loses_no_finished_trial_to_kill_9)
{
	/* within trials, between them, while the plan is made */
	static const long moments_ms[] = {151, 0, 3, 7, 13, 29, 53, 97};
	char *before = NULL;

	for (size_t i = 0; i < LENGTH(moments_ms); i++) {
		kill_after(i ? "run --resume X"
			     : "run " CASES "--window 20ms --blocks 8 --seed 7 -o X",
			   moments_ms[i]);
		if (before)
			expect_kept(before);
		before = read_whole_rows();
	}
	program_expect("run --resume X", 0, NULL);
	expect_kept(before);
	expect_complete();
}

// Before run.json is there, a run has not begun: it can simply be given again.
static void begin_or_resume(void)
{
	if (access("X/run.json", F_OK) == 0)
		program_expect("run --resume X", 0, NULL);
	else
		program_expect("run " CASES "--ops 10 --blocks 8 --seed 7 -o X", 0, NULL);
	expect_complete();
}

Test(resume, is_possible_or_not_needed_wherever_kill_9_strikes_first)
{
	for (int ms = 0; ms < 16; ms += 2) {
		struct program program;

		program_start(&program, &usual, "run " CASES "--ops 10 --blocks 8 --seed 7 -o X");
		sleep_ms(ms);
		kill(program.pid, SIGKILL);
		program_wait(&program);
		program_fini(&program);
		begin_or_resume();
		program_remove("X");
	}
}

Test(resume, is_not_needed_where_a_run_found_no_room_to_begin)
{
	static const struct {
		uint64_t file_bytes;
		const char *err;
	} limits[] = {
	    {300, "racelab: cannot write X/trials.csv: File too large; the rows before it are "
		  "whole\n"},
	    {1000, "racelab: cannot write X/topology.xml: File too large\n"},
	};

	for (size_t i = 0; i < LENGTH(limits); i++) {
		const struct surroundings no_room = {.file_bytes = limits[i].file_bytes};
		struct program program;

		program_run(&program, &no_room, "run " CASES "--ops 10 --blocks 8 --seed 7 -o X", 2,
			    limits[i].err);
		program_fini(&program);
		cr_expect_neq(access("X/run.json", F_OK), 0);
	}
	begin_or_resume();
}

// Cuts X/trials.csv in its last row but two, `share` of the way through that row.
static size_t tear(double share)
{
	size_t length, end;
	char *text = program_read("X/trials.csv", &length);
	char *start, *newline;

	for (int i = 0; i < 3; i++) { /* the last newline, and two rows more */
		newline = memrchr(text, '\n', length);
		length = (size_t)(newline - text);
	}
	start = (char *)memrchr(text, '\n', length) + 1;
	end = (size_t)(start - text) + 1 + (size_t)(share * (double)(newline - start - 1));
	cr_assert_eq(truncate("X/trials.csv", (off_t)end), 0);
	free(text);
	return end;
}

Test(resume, drops_a_torn_last_line_and_measures_it_again)
{
	static const double shares[] = {0, 0.1, 0.5, 0.9, 1};
	struct rows rows;
	char *before;

	program_expect("run " CASES "--ops 10 --blocks 8 --seed 7 -o X", 0, NULL);
	for (size_t i = 0; i < LENGTH(shares); i++) {
		tear(shares[i]);
		program_rows(&rows, "X");
		cr_expect(rows.torn);
		cr_expect_eq(rows.nr_rows, NR_TRIALS - 3);
		rows_fini(&rows);
		before = read_whole_rows();
		program_expect("show X --quiet", 0,
			       "racelab: X/trials.csv: its last line was cut off and is left "
			       "out\n");
		program_expect("run --resume X", 0, NULL);
		expect_kept(before);
	}
	expect_complete();
}

Test(resume, goes_on_when_a_full_disk_has_room_again)
{
	struct surroundings little_room = {0};
	struct program program;
	struct rows rows;
	char *before;
	size_t length;

	program_expect("run " CASES "--ops 10 --blocks 8 --seed 7 -o X", 0, NULL);
	length = tear(0);
	little_room.file_bytes = length + 230; /* a row has 120 to 180 bytes */
	program_run(&program, &little_room, "run --resume X", 2,
		    "racelab: cannot write X/trials.csv: File too large; the rows before it are "
		    "whole\n");
	program_fini(&program);
	program_rows(&rows, "X");
	cr_expect_not(rows.torn);
	cr_expect_eq(rows.nr_rows, NR_TRIALS - 2, "%zu", rows.nr_rows);
	rows_fini(&rows);
	before = read_whole_rows();
	program_expect("run --resume X", 0, NULL);
	expect_kept(before);
	expect_complete();
}

Test(resume, is_not_offered_where_nothing_can_be_written)
{
	program_expect("run " CASES "--ops 10 -o /proc/x", 2,
		       "racelab: cannot make the directory '/proc/x': No such file or directory\n");
}
