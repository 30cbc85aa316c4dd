// SPDX-License-Identifier: MIT

// racelab lab spawn: how kinds of tasks compare; of microseconds it asks only that they are some.

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
	program_start(&program, &usual, "lab spawn --touched 128M --budget 50ms -o out");
	program_wait(&program);
	/* whether it comes out is a matter of time, and so of what else runs; it must say which */
	cr_assert_eq(program.status, strstr(program.out.text, "against expectation") != NULL);
	cr_assert_str_eq(program.err.text, "");
	lab_rows_load(&rows, "out/lab-spawn.csv");
}

static void tear_down(void)
{
	lab_rows_fini(&rows);
	program_fini(&program);
	program_leave();
}

TestSuite(lab_spawn, .init = set_up, .fini = tear_down, .timeout = 60);

static double start_join_us(const char *task, const char *touched_mib)
{
	size_t row = lab_rows_find(&rows, 0, "task", task, "touched_mib", touched_mib, NULL);

	cr_assert_lt(row, rows.nr_rows, "no %s with %s MiB", task, touched_mib);
	return lab_rows_real(&rows, row, "start_join_us");
}

Test(lab_spawn, all_kinds_with_and_without_memory)
{
	cr_assert_eq(rows.nr_rows, 12);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		double start = lab_rows_real(&rows, i, "start_us");
		double start_join = lab_rows_real(&rows, i, "start_join_us");

		cr_expect_geq(lab_rows_real(&rows, i, "repetitions"), 1);
		cr_expect_gt(start, 0.1);
		cr_expect_lt(start, start_join);
		cr_expect_leq(start, lab_rows_real(&rows, i, "start_p99_us"));
		cr_expect_leq(start_join, lab_rows_real(&rows, i, "start_join_p99_us"));
	}
	cr_expect_eq(program_nr_processes(&program), 0);
}

Test(lab_spawn, a_fork_takes_longer_the_more_memory_its_parent_uses)
{
	cr_expect_lt(start_join_us("thread", "0"), start_join_us("fork", "0"));
	cr_expect_gt(start_join_us("fork", "128"), 2 * start_join_us("fork", "0"));
	cr_expect_gt(start_join_us("fork", "128"), 5 * start_join_us("thread", "128"));
	cr_expect_gt(start_join_us("fork_exec", "128"), start_join_us("posix_spawn", "128"));
}
