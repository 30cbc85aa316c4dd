// SPDX-License-Identifier: MIT

// A real CPU quota, where this machine lets us set one: racelab in a control group of its own,
// whose tasks the kernel stops in the middle of their windows.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/rows.h"
#include "harness/tests/own_group.h"
#include "harness/tests/program.h"

TestSuite(throttled, .init = own_group_enter, .fini = own_group_leave, .timeout = 60);

static void expect_said(const char *said, const char *text, bool is_wanted)
{
	cr_expect_eq(strstr(said, text) != NULL, is_wanted, "'%s' in: %s", text, said);
}

static double quota_in_run_json(void)
{
	json_t *about = json_load_file("r/run.json", 0, NULL);
	double pus =
	    json_number_value(json_object_get(json_object_get(about, "host"), "quota_pus"));

	cr_expect(about);
	json_decref(about);
	return pus;
}

static size_t nr_throttled(void)
{
	struct rows rows;
	size_t nr = 0;

	program_rows(&rows, "r");
	for (size_t i = 0; i < rows.nr_rows; i++)
		nr += strstr(rows.row[i].detail, "disturbed: throttled") != NULL;
	rows_fini(&rows);
	return nr;
}

// Two tasks all the time are four times as much as half a PU.
#define RUN "run --structure variable --sync fetch_add --count 2 --window 40ms --blocks 8 -o r"

Test(throttled, by_half_a_pu)
{
	struct program program;
	char *page;

	own_group_live_with("50000");
	program_run(&program, &(struct surroundings){0}, "topo", 0, "");
	expect_said(program.out.text, "CPU quota 0.5 of ", true);
	program_fini(&program);
	program_run(&program, &(struct surroundings){0}, RUN, 0, NULL);
	expect_said(program.err.text, "a CPU quota allows 0.5 of ", true);
	expect_said(program.err.text, "by the CPU quota", true);
	program_fini(&program);
	cr_expect_float_eq(quota_in_run_json(), 0.5, 1e-12);
	cr_expect_gt(nr_throttled(), 0);
	program_expect("report r", 0, NULL);
	page = program_read("r/report.html", NULL);
	expect_said(page, "<dt>CPU quota</dt><dd>0.5 of ", true);
	free(page);
}

// More than there is of it never bites.
Test(throttled, not_by_a_thousand_pus)
{
	struct program program;

	own_group_live_with("100000000");
	program_run(&program, &(struct surroundings){0}, RUN, 0, NULL);
	expect_said(program.err.text, "quota", false);
	program_fini(&program);
	cr_expect_float_eq(quota_in_run_json(), 1000, 1e-9);
	cr_expect_eq(nr_throttled(), 0);
}
