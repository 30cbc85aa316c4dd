// SPDX-License-Identifier: MIT

// The one sentence about all labs: what could not be tried is not counted among what came out.

#include "harness/lab/tally.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "benches/labs/lab.h"

static const struct lab spawn = {.name = "spawn"}, echo = {.name = "echo"},
			python = {.name = "python"};

static void expect(const struct lab_tally *tally, const char *wanted)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	lab_tally_put(tally, out);
	fclose(out);
	cr_expect_str_eq(text, wanted, "%s", text);
	free(text);
}

Test(tally, all_that_were_tried)
{
	struct lab_tally tally = {0};

	lab_tally_add(&tally, &spawn, true, NULL);
	lab_tally_add(&tally, &echo, true, NULL);
	expect(&tally, "2 labs: all came out as the lecture says\n");
	lab_tally_add(&tally, &python, false, NULL);
	expect(&tally, "3 labs: not python; the others came out as the lecture says\n");
}

Test(tally, what_was_left_out_is_counted_apart)
{
	struct lab_tally tally = {0};

	lab_tally_add(&tally, &spawn, true, NULL);
	lab_tally_add(&tally, &python, true, "no python3 here");
	expect(&tally, "1 of 2 labs came out as the lecture says; python was left out: no python3 "
		       "here\n");
	lab_tally_add(&tally, &echo, false, NULL);
	expect(&tally,
	       "1 of 3 labs came out as the lecture says, not echo; python was left out: no "
	       "python3 here\n");
}
