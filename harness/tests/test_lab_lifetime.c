// SPDX-License-Identifier: MIT

// racelab lab lifetime: what ends a program, and what becomes of the work.

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

#define WORKERS	 3
#define WORK_MS	 200
#define MAIN_MS	 50
#define LIMIT_MS 500

static const struct surroundings usual;
static struct lab_rows rows;

TestSuite(lab_lifetime, .init = program_enter, .fini = program_leave, .timeout = 120);

static double real(size_t row, const char *column)
{
	return lab_rows_real(&rows, row, column);
}

static void expect_finished(size_t row)
{
	cr_expect_str_eq(lab_rows_word(&rows, row, "end"), "by itself", "row %zu", row);
	cr_expect_eq(real(row, "finished"), WORKERS, "row %zu", row);
	cr_expect_eq(real(row, "records"), WORKERS * WORK_MS / 10, "row %zu", row);
	cr_expect_eq(real(row, "half_written"), 0, "row %zu", row);
	cr_expect_geq(real(row, "end_ms"), WORK_MS, "row %zu", row);
}

static void expect_cut_off(size_t row)
{
	cr_expect_str_eq(lab_rows_word(&rows, row, "end"), "by itself", "row %zu", row);
	cr_expect_eq(real(row, "finished"), 0, "row %zu", row);
	cr_expect_gt(real(row, "half_written"), 0, "row %zu", row);
	cr_expect_leq(real(row, "half_written"), WORKERS, "row %zu", row);
	cr_expect_geq(real(row, "end_ms"), MAIN_MS, "row %zu", row);
	cr_expect_lt(real(row, "end_ms"), WORK_MS, "row %zu", row);
}

static void expect_endless(size_t row)
{
	cr_expect_str_eq(lab_rows_word(&rows, row, "end"), "killed", "row %zu", row);
	cr_expect_eq(real(row, "finished"), 0, "row %zu", row);
	cr_expect_geq(real(row, "end_ms"), LIMIT_MS, "row %zu", row);
}

// Main goes on past a join only when the work has ended; without a join it does not wait.
static void expect_main(size_t row, bool joined, bool forever)
{
	double main_ms = real(row, "main_ms");

	if (joined)
		cr_expect(forever ? isnan(main_ms) : main_ms >= WORK_MS, "row %zu: %g", row,
			  main_ms);
	else
		cr_expect(main_ms >= MAIN_MS && main_ms < WORK_MS, "row %zu: %g", row, main_ms);
}

static void expect_row(size_t row)
{
	bool forever = strcmp(lab_rows_word(&rows, row, "work"), "for ever") == 0;
	bool joined = strcmp(lab_rows_word(&rows, row, "joined"), "yes") == 0;

	expect_main(row, joined, forever);
	if (!joined && strcmp(lab_rows_word(&rows, row, "daemon"), "yes") == 0)
		expect_cut_off(row);
	else if (forever)
		expect_endless(row);
	else
		expect_finished(row);
}

Test(lab_lifetime, only_daemons_that_nobody_joined_are_cut_off)
{
	struct program program;

	program_run(
	    &program, &usual,
	    "lab lifetime --workers 3 --work 200ms --pause 10ms --main 50ms --limit 500ms -o out",
	    0, "");
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-lifetime.csv");
	cr_assert_eq(rows.nr_rows, 16);
	for (size_t row = 0; row < rows.nr_rows; row++)
		expect_row(row);
	lab_rows_fini(&rows);
}

// The program of that moment has lost its main thread, which asked to be killed with its parent,
// and counts as a zombie. That the others are gone shows in program_wait: they hold standard output
// open.
Test(lab_lifetime, nothing_outlives_a_killed_controller)
{
	struct program program;

	program_start(&program, &usual,
		      "lab lifetime --work 10ms --pause 5ms --main 10ms --limit 10s");
	sleep(1);
	cr_expect_eq(program_nr_processes(&program), 2);
	kill(program.pid, SIGKILL);
	program_wait(&program);
	cr_expect_eq(program.status, 128 + SIGKILL);
	for (int i = 0; program_nr_processes(&program) && i < 50; i++)
		usleep(100000); /* files are closed a moment before a process has ended */
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
}
