// SPDX-License-Identifier: MIT

// racelab lab arguments: each id that went missing came twice, or past the end; of copies none did.

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

enum {
	TASKS = 6,
	LAUNCHES = 200,
};

static const struct surroundings usual;
static struct program program;
static struct lab_rows rows;

static void set_up(void)
{
	program_enter();
	program_run(&program, &usual, "lab arguments --tasks 6 --launches 200 -o out", 0, "");
	lab_rows_load(&rows, "out/lab-arguments.csv");
	cr_assert_eq(rows.nr_rows, 2 * TASKS);
}

static void tear_down(void)
{
	lab_rows_fini(&rows);
	program_fini(&program);
	program_leave();
}

TestSuite(lab_arguments, .init = set_up, .fini = tear_down, .timeout = 60);

static double sum(const char *handed, const char *column)
{
	double all = 0;

	for (size_t i = 0; i < rows.nr_rows; i++)
		if (strcmp(lab_rows_word(&rows, i, "handed"), handed) == 0)
			all += lab_rows_real(&rows, i, column);
	return all;
}

Test(lab_arguments, every_thread_found_something)
{
	for (size_t i = 0; i < rows.nr_rows; i++) {
		cr_expect_eq(lab_rows_real(&rows, i, "id"), i % TASKS);
		cr_expect_eq(lab_rows_real(&rows, i, "launches"), LAUNCHES);
		cr_expect_eq(lab_rows_real(&rows, i, "right") + lab_rows_real(&rows, i, "others") +
				 lab_rows_real(&rows, i, "past_end"),
			     LAUNCHES);
	}
}

Test(lab_arguments, ids_by_address_go_missing)
{
	cr_expect_gt(sum("&i", "missing"), 0);
	cr_expect_eq(sum("&i", "missing"), sum("&i", "twice") + sum("&i", "past_end"));
}

Test(lab_arguments, copies_are_right)
{
	cr_expect_eq(sum("copy", "right"), TASKS * LAUNCHES);
	cr_expect_eq(sum("copy", "missing"), 0);
	cr_expect_eq(sum("copy", "twice"), 0);
}

Test(lab_arguments, the_sentence_has_the_figures)
{
	char sentence[128];

	snprintf(
	    sentence, sizeof sentence,
	    "Of %d ids handed over as &i %.0f went missing and %.0f came twice; of %d copies 0 "
	    "and 0.\n",
	    TASKS * LAUNCHES, sum("&i", "missing"), sum("&i", "twice"), TASKS * LAUNCHES);
	cr_expect(strstr(program.out.text, sentence), "%s", program.out.text);
	cr_expect_eq(program_nr_processes(&program), 0);
}
