// SPDX-License-Identifier: MIT

// The lab `python` through the program: a lock mends every counter; where there is no python3 the
// lab says so and that is all; and a python3 that does not end is ended.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;
static struct lab_rows rows;

TestSuite(lab_python, .init = program_enter, .fini = program_leave, .timeout = 120);

// Returns its status.
static int run_lab(const char *arguments)
{
	struct program program;
	int status;

	program_start(&program, &usual, arguments);
	program_wait(&program);
	status = program.status;
	cr_assert_leq(status, 2, "ended with %d: %s", status, program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-python.csv");
	return status;
}

static void expect_consistent(size_t row)
{
	double lost = lab_rows_real(&rows, row, "lost"), wrong = lab_rows_real(&rows, row, "wrong"),
	       runs = lab_rows_real(&rows, row, "runs");

	cr_expect(runs >= 1 && wrong <= runs && (wrong > 0) == (lost > 0), "row %zu", row);
	cr_expect_gt(lab_rows_real(&rows, row, "increments_per_s"), 0);
	if (strcmp(lab_rows_word(&rows, row, "lock"), "lock") == 0)
		cr_expect_eq(lost, 0, "row %zu: a lock lost %g", row, lost);
}

Test(lab_python, a_lock_mends_every_counter)
{
	size_t c;

	if (system("python3 -c 1 2>/dev/null"))
		cr_skip_test("needs python3");
	run_lab("lab python --runs 5 --window 200ms --most 20s -o out");
	cr_assert_eq(rows.nr_rows, 11);
	for (size_t i = 0; i < rows.nr_rows; i++)
		expect_consistent(i);
	c = lab_rows_find(&rows, 0, "language", "C", "lock", "none", NULL);
	if (program_nr_cpus() > 1)
		cr_expect_gt(lab_rows_real(&rows, c, "lost"), 0);
	lab_rows_fini(&rows);
}

Test(lab_python, without_python_it_says_so)
{
	struct program program;

	setenv("PATH", ".", 1);
	program_run(&program, &usual, "lab python", 0, NULL);
	cr_expect(strstr(program.out.text, "no python3"), "%s", program.out.text);
	program_fini(&program);
}

// All labs take as long as they take; what others there are, came out or not, is theirs to test.
Test(lab_python, without_python_it_is_not_counted_among_those_that_came_out)
{
	struct program program;
	unsigned nr_out, nr;

	setenv("PATH", ".", 1);
	program_start(&program, &usual, "lab --all --brief");
	program_wait(&program);
	cr_assert_leq(program.status, 1, "ended with %d: %s", program.status, program.err.text);
	cr_assert_eq(
	    sscanf(strstr(program.out.text, "\n\n"), "%u of %u labs came out", &nr_out, &nr), 2,
	    "%s", program.out.text);
	cr_expect_lt(nr_out, nr);
	cr_expect(strstr(program.out.text, "; python was left out: no python3 here\n"), "%s",
		  program.out.text);
	program_fini(&program);
}

static void make_python(const char *script)
{
	FILE *file = fopen("python3", "we");

	cr_assert(file && fputs(script, file) >= 0);
	cr_assert_eq(fclose(file), 0);
	cr_assert_eq(chmod("python3", 0755), 0);
}

static void expect_detail(const char *script, const char *why, int status)
{
	char *path;

	make_python(script);
	cr_assert(asprintf(&path, ".:%s", getenv("PATH")) > 0);
	setenv("PATH", path, 1);
	free(path);
	cr_expect_eq(run_lab("lab python --most 100ms --window 20ms -o out"), status);
	cr_assert_geq(rows.nr_rows, 7);
	for (size_t i = 0; i < 7; i++)
		cr_expect(strstr(lab_rows_word(&rows, i, "detail"), why), "%s",
			  lab_rows_word(&rows, i, "detail"));
	lab_rows_fini(&rows);
}

Test(lab_python, one_that_does_not_end_is_killed)
{
	expect_detail("#!/bin/sh\nexec sleep 60\n", "python3 was ended by signal 9", 1);
}

Test(lab_python, one_that_fails_or_babbles_is_left_out)
{
	expect_detail("#!/bin/sh\nexit 3\n", "python3 failed", 2);
	expect_detail("#!/bin/sh\necho what\n", "python3 failed", 2);
}
