// SPDX-License-Identifier: MIT

// racelab lab: what is asked for wrongly, stopped early, or written where nothing can be written.

#include <criterion/criterion.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

static const struct surroundings usual;

TestSuite(lab, .init = program_enter, .fini = program_leave, .timeout = 120);

Test(lab, what_is_wrong_is_one_line)
{
	program_expect("lab", 64, "racelab: which lab? see racelab lab --help\n");
	program_expect("lab spwan", 64,
		       "racelab: 'spwan' is no lab; did you mean 'spawn'? see racelab lab "
		       "--help\n");
	program_expect("lab xyzzy", 64, "racelab: 'xyzzy' is no lab; see racelab lab --help\n");
	program_expect("lab memory --adds many", 64,
		       "racelab: --adds: 'many' is no whole number; use 1 to 100000000\n");
	program_expect("lab echo --model one", 64,
		       "racelab: --model: 'one' is not one of all, one_at_a_time, thread, process, "
		       "pool, epoll\n");
	program_expect("lab echo --bind localhost", 64,
		       "racelab: --bind: 'localhost' is no IPv4 address; write it like "
		       "127.0.0.1\n");
	program_expect("lab memory --serve", 64,
		       "racelab: unknown option '--serve'; see racelab lab memory --help\n");
}

// Its options, its example, and what the lecture says.
Test(lab, each_has_help_with_an_example)
{
	for (size_t i = 0; i < catalog_nr_labs(); i++) {
		const struct lab *lab = catalog_lab(i);
		struct program program;
		char line[100];

		snprintf(line, sizeof line, "lab %s --help", lab->name);
		program_run(&program, &usual, line, 0, "");
		cr_expect(strstr(program.out.text, lab->example), "%s", lab->name);
		cr_expect(strstr(program.out.text, "What the lecture says"), "%s", lab->name);
		for (size_t k = 0; k < LAB_MAX_OPTIONS && lab->options[k].name; k++)
			cr_expect(strstr(program.out.text, lab->options[k].name), "%s: --%s",
				  lab->name, lab->options[k].name);
		program_fini(&program);
	}
}

Test(lab, each_says_what_its_columns_are)
{
	for (size_t i = 0; i < catalog_nr_labs(); i++)
		for (const struct lab_column *column = catalog_lab(i)->columns; column->name;
		     column++)
			cr_expect(column->meaning && column->meaning[0], "%s: %s",
				  catalog_lab(i)->name, column->name);
}

Test(lab, each_has_a_row_in_the_readme)
{
	char *text = program_read(RACELAB_ROOT "/benches/labs/README.md", NULL);
	char row[100];

	for (size_t i = 0; i < catalog_nr_labs(); i++) {
		snprintf(row, sizeof row, "\n| `%s` | ", catalog_lab(i)->name);
		cr_expect(strstr(text, row), "benches/labs/README.md lacks a row: %s", row);
	}
	free(text);
}

// Rows that were ended stay.
Test(lab, one_that_takes_too_long_is_killed_and_keeps_its_rows)
{
	struct lab_rows rows;
	struct program program;

	program_start(&program, &usual, "lab blocking --held 500ms --timeout 1300ms -o out");
	program_wait(&program);
	cr_expect_eq(program.status, 2);
	cr_expect_str_eq(program.err.text,
			 "racelab: lab blocking: killed after 1.3 s; --timeout gives it longer\n");
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(&rows, "out/lab-blocking.csv");
	cr_expect_leq(rows.nr_rows, 3);
	lab_rows_fini(&rows);
}

Test(lab, ctrl_c_ends_it_with_all_it_started)
{
	struct program program;

	program_start(&program, &usual, "lab messages --most 20s --n 1000000000");
	for (int i = 0; i < 10000 && program_nr_processes(&program) < 2; i++)
		usleep(1000); /* before its first process Ctrl-C is not yet caught */
	cr_assert_eq(kill(program.pid, SIGINT), 0);
	program_wait(&program);
	cr_expect_eq(program.status, 130);
	cr_expect_str_eq(program.err.text, "racelab: lab messages: interrupted\n");
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
}

Test(lab, where_nothing_can_be_written_it_says_so)
{
	const struct surroundings full = {.full_output = true}, small = {.file_bytes = 100};
	struct program program;

	program_run(&program, &full, "lab memory", 2,
		    "racelab: standard output: No space left on device\n");
	program_fini(&program);
	program_run(&program, &small, "lab memory -o out", 2,
		    "racelab: out/lab-memory.csv: File too large\n");
	program_fini(&program);
}
