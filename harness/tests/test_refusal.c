// SPDX-License-Identifier: MIT

// What a lab's processes said: our lines become one, all others are passed on.

#include "harness/lab/refusal.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect(const char *said, const char *wanted, const char *others)
{
	char text[64], *passed = NULL;
	size_t size;
	FILE *out = open_memstream(&passed, &size);

	refusal_find(said, text, sizeof text, out);
	fclose(out);
	cr_expect_str_eq(text, wanted, "'%s' of '%s'", text, said);
	cr_expect_str_eq(passed, others, "'%s' of '%s'", passed, said);
	free(passed);
}

Test(refusal, one_line_of_many)
{
	expect("", "", "");
	expect("racelab: fork: no\n", "fork: no", "");
	expect("racelab: fork: no", "fork: no", "");
	expect("racelab: fork: no\nracelab: fork: no\nracelab: pipe: no\n",
	       "fork: no (and 2 more like it)", "");
	expect("==1==ERROR\n\nracelab: a\nmore\n", "a", "==1==ERROR\n\nmore\n");
	expect("a racelab: b", "", "a racelab: b");
}

Test(refusal, what_does_not_fit_is_cut_off)
{
	char said[200] = "racelab: ", wanted[64] = "";

	memset(said + 9, 'x', 150);
	memset(wanted, 'x', 63);
	strcat(said, "\nracelab: y\n");
	expect(said, wanted, "");
}
