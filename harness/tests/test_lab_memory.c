// SPDX-License-Identifier: MIT

// racelab lab memory: what the parent sees is exact, whatever the machine.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;

TestSuite(lab_memory, .init = program_enter, .fini = program_leave, .timeout = 60);

struct expected {
	const char *task, *counter;
	double seen;
	const char *same_address, *same_frame;
};

static const struct expected all[] = {
    {"thread", "by_value", 0, "no", "no"},    {"thread", "global", 777, "yes", "yes"},
    {"thread", "mapping", 777, "yes", "yes"}, {"process", "by_value", 0, "no", "no"},
    {"process", "global", 0, "yes", "no"},    {"process", "mapping", 777, "yes", "yes"},
};

static void expect(const struct lab_rows *rows, size_t row, const struct expected *expected)
{
	const char *frame = lab_rows_word(rows, row, "same_frame");
	bool same = strcmp(lab_rows_word(rows, row, "parent_address"),
			   lab_rows_word(rows, row, "worker_address")) == 0;

	cr_expect_str_eq(lab_rows_word(rows, row, "task"), expected->task);
	cr_expect_str_eq(lab_rows_word(rows, row, "counter"), expected->counter);
	cr_expect_eq(lab_rows_real(rows, row, "added"), 777);
	cr_expect_eq(lab_rows_real(rows, row, "worker_reads"), 777);
	cr_expect_eq(lab_rows_real(rows, row, "parent_reads"), expected->seen, "row %zu", row);
	cr_expect_str_eq(lab_rows_word(rows, row, "same_address"), expected->same_address);
	cr_expect_eq(same, strcmp(expected->same_address, "yes") == 0);
	cr_expect(!*frame || strcmp(frame, expected->same_frame) == 0, "row %zu: %s", row, frame);
}

Test(lab_memory, threads_share_and_processes_do_not)
{
	struct program program;
	struct lab_rows rows;

	program_run(&program, &usual, "lab memory --adds 777 -o out", 0, "");
	lab_rows_load(&rows, "out/lab-memory.csv");
	cr_assert_eq(rows.nr_rows, sizeof all / sizeof *all);
	for (size_t i = 0; i < rows.nr_rows; i++)
		expect(&rows, i, &all[i]);
	cr_expect(strstr(program.out.text, "Of 777 additions to a global the parent sees 777 by a "
					   "thread, 0 by a process (same address"),
		  "%s", program.out.text);
	cr_expect_eq(program_nr_processes(&program), 0);
	lab_rows_fini(&rows);
	program_fini(&program);
}
