// SPDX-License-Identifier: MIT

// racelab lab footprint: a stack is only reserved, and inherited data are counted once by PSS.

#include <criterion/criterion.h>
#include <string.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;
static struct program program;
static struct lab_rows rows;

static void set_up(void)
{
	program_enter();
	program_run(&program, &usual, "lab footprint --workers 16 --data 8M --written 16K -o out",
		    0, "");
	lab_rows_load(&rows, "out/lab-footprint.csv");
	cr_assert_eq(rows.nr_rows, 4 * 3); /* kinds x counts: 1, 4, 16 */
}

static void tear_down(void)
{
	lab_rows_fini(&rows);
	program_fini(&program);
	program_leave();
}

TestSuite(lab_footprint, .init = set_up, .fini = tear_down, .timeout = 60);

static double kib(const char *task, const char *stack_kib, const char *workers, const char *column)
{
	size_t row =
	    lab_rows_find(&rows, 0, "task", task, "stack_kib", stack_kib, "workers", workers, NULL);

	cr_assert_lt(row, rows.nr_rows, "no %s %s %s", task, stack_kib, workers);
	return lab_rows_real(&rows, row, column);
}

Test(lab_footprint, of_a_stack_only_what_was_written_to_has_memory)
{
	cr_expect_geq(kib("thread", "64", "16", "reserved_kib"), 64);
	cr_expect_float_eq(kib("thread", "8192", "16", "reserved_kib"),
			   kib("thread", "64", "16", "reserved_kib") + 8192 - 64, 16);
	cr_expect_geq(kib("thread", "8192", "16", "rss_kib"), 16);
	cr_expect_lt(kib("thread", "8192", "16", "rss_kib"), 8192 / 4);
	cr_expect_float_eq(kib("thread", "8192", "16", "rss_kib"),
			   kib("thread", "64", "16", "rss_kib"), 16);
}

Test(lab_footprint, what_processes_inherited_is_shared)
{
	static const char *const workers[] = {"1", "4", "16"};

	for (size_t i = 0; i < 3; i++)
		cr_expect_lt(kib("process", "", workers[i], "pss_kib"),
			     kib("process", "", workers[i], "rss_kib"));
	cr_expect_gt(kib("process", "", "1", "rss_kib"), 8192);
	cr_expect_gt(kib("process", "", "16", "rss_kib"), 8192);
	cr_expect_lt(kib("process", "", "16", "pss_kib"), kib("process", "", "16", "rss_kib") / 8);
	cr_expect_lt(kib("process", "", "16", "pss_kib"), kib("process", "", "1", "pss_kib") / 2);
	cr_expect_gt(kib("process", "", "16", "pss_kib"), 16);
	cr_expect_eq(program_nr_processes(&program), 0);
}
