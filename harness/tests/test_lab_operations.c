// SPDX-License-Identifier: MIT

// The lab `operations` through the program: an aligned word is never torn, whatever else goes wrong
// is counted by what it is, and the verdict is that of the figures.

#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;
static struct lab_rows rows;

TestSuite(lab_operations, .init = program_enter, .fini = program_leave, .timeout = 120);

// Returns its status.
static int run_lab(const char *arguments, const struct surroundings *surroundings)
{
	struct program program;
	int status;

	program_start(&program, surroundings, arguments);
	program_wait(&program);
	status = program.status;
	cr_assert_leq(status, 1, "ended with %d: %s", status, program.err.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-operations.csv");
	cr_assert_eq(rows.nr_rows, 8);
	return status;
}

static double wrong(const char *operation)
{
	return lab_rows_real(&rows, lab_rows_find(&rows, 0, "operation", operation, NULL), "wrong");
}

static void expect_sane(void)
{
	for (size_t i = 0; i < rows.nr_rows; i++) {
		double ops = lab_rows_real(&rows, i, "ops"), bad = lab_rows_real(&rows, i, "wrong"),
		       missing = lab_rows_real(&rows, i, "missing"),
		       twice = lab_rows_real(&rows, i, "twice");

		if (*lab_rows_word(&rows, i, "detail")) /* not for this processor */
			continue;
		cr_expect(ops > 0 && bad >= 0 && bad <= ops, "%s",
			  lab_rows_word(&rows, i, "operation"));
		cr_expect(isnan(missing) || missing + twice == bad);
		cr_expect(fabs(lab_rows_real(&rows, i, "per_million") - 1e6 * bad / ops) <=
			  1e-3 * (1 + 1e6 * bad / ops));
	}
	cr_expect_eq(wrong("aligned word"), 0);
}

// What always goes wrong where both tasks have a PU; others may take them for 100 ms, but not for
// long.
static int run_until_it_races(void)
{
	int status = 0;

	for (int i = 0; i < 10; i++) {
		if (i)
			lab_rows_fini(&rows);
		status = run_lab("lab operations --window 100ms -o out", &usual);
		if (wrong("x = x + 1") > 0 && wrong("append to a list") > 0)
			break;
	}
	return status;
}

Test(lab_operations, only_the_aligned_word_is_safe)
{
	static const char *const unsafe[] = {
	    "word across cache lines", "16 bytes in two moves", "append to a list",
	    "insert into a dict",      "clear a dict",		"x = x + 1"};
	bool all = true;
	int status;

	if (program_nr_cpus() < 2)
		cr_skip_test("needs two PUs");
	status = run_until_it_races();
	expect_sane();
	for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
		all = all && !(wrong(unsafe[i]) <= 0);
	cr_expect_gt(wrong("x = x + 1"), 0);
	cr_expect_gt(wrong("append to a list"), 0);
	cr_expect_eq(status, all ? 0 : 1);
	lab_rows_fini(&rows);
}

Test(lab_operations, one_pu_will_do)
{
	static const struct surroundings one_cpu = {.one_cpu = true};

	run_lab("lab operations --window 20ms -o out", &one_cpu);
	expect_sane();
	lab_rows_fini(&rows);
}
