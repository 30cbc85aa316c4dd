// SPDX-License-Identifier: MIT

// racelab lab containment: whom the end of one worker takes with it.

#include <criterion/criterion.h>
#include <math.h>
#include <stddef.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;
static struct lab_rows rows;

TestSuite(lab_containment, .init = program_enter, .fini = program_leave, .timeout = 120);

static size_t row_of(const char *task, const char *fault)
{
	return lab_rows_find(&rows, 0, "task", task, "fault", fault, NULL);
}

static void expect_alone(const char *task, const char *fault)
{
	size_t row = row_of(task, fault);

	cr_expect_eq(lab_rows_real(&rows, row, "survivors"), 2, "%s, %s", task, fault);
	cr_expect_str_eq(lab_rows_word(&rows, row, "program"), "lives", "%s, %s", task, fault);
	cr_expect_gt(lab_rows_real(&rows, row, "count_at_fault"), 0, "%s, %s", task, fault);
	cr_expect_gt(lab_rows_real(&rows, row, "count_afterwards"),
		     lab_rows_real(&rows, row, "count_at_fault"), "%s, %s", task, fault);
	cr_expect_gt(lab_rows_real(&rows, row, "stop_us"), 0, "%s, %s", task, fault);
}

static void expect_all_dead(const char *fault, const char *died_of)
{
	size_t row = row_of("thread", fault);

	cr_expect_eq(lab_rows_real(&rows, row, "survivors"), 0, "%s", fault);
	cr_expect_str_eq(lab_rows_word(&rows, row, "program"), died_of, "%s", fault);
	cr_expect_gt(lab_rows_real(&rows, row, "count_at_fault"), 0, "%s", fault);
	cr_expect(isnan(lab_rows_real(&rows, row, "count_afterwards")), "%s", fault);
	cr_expect_gt(lab_rows_real(&rows, row, "stop_us"), 0, "%s", fault);
}

Test(lab_containment, a_process_dies_alone_and_a_thread_does_not)
{
	struct program program;

	program_run(&program, &usual, "lab containment --workers 3 --watch 500ms --repeat 2 -o out",
		    0, "");
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-containment.csv");
	cr_assert_eq(rows.nr_rows, 6);
	expect_alone("process", "null-write");
	expect_alone("process", "kill");
	expect_alone("process", "cancel");
	expect_alone("thread", "cancel");
	expect_all_dead("null-write", "died of SIGSEGV");
	expect_all_dead("kill", "died of SIGKILL");
	lab_rows_fini(&rows);
}
