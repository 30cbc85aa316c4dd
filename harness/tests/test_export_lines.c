// SPDX-License-Identifier: MIT

// The lines that programs read by a pattern: golden/ holds those of a run that failed and of a
// duet, whose names and units must never change; and all samples are read as a pattern would.

#include <criterion/criterion.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/tests/program.h"
#include "harness/tests/verdicts.h"

#define GOLDEN RACELAB_ROOT "/harness/tests/golden/"

static struct made made;

static void expect_golden(const char *sample)
{
	char path[4096], *golden, *text;

	snprintf(path, sizeof path, GOLDEN "verdict_%s.lines", sample);
	golden = program_read(path, NULL);
	made_init(&made, sample);
	text = made_export(&made, "lines");
	cr_expect_str_eq(text, golden, "%s:\n%s", path, text);
	free(text);
	free(golden);
	made_fini(&made);
}

Test(lines, are_the_golden_ones)
{
	expect_golden("fail");
	expect_golden("duet");
}

static void expect_lines(const char *sample, const regex_t *pattern)
{
	char *text, *rest, *line;
	size_t nr = 0;

	made_init(&made, sample);
	rest = text = made_export(&made, "lines");
	for (; (line = strsep(&rest, "\n")) && rest; nr++)
		cr_expect_eq(regexec(pattern, line, 0, NULL, 0), 0, "%s: %s", sample, line);
	cr_expect_geq(nr, (size_t)2, "%s", sample);
	free(text);
	made_fini(&made);
}

// Three words of ASCII, the second a number that every reader of decimals takes.
Test(lines, are_three_words_whatever_the_cases_are_called)
{
	regex_t pattern;

	cr_assert_eq(regcomp(&pattern,
			     "^[!-~]+ -?[0-9]+([.][0-9]+)?(e[+-][0-9]+)? "
			     "(trials|increments|increments/s|ns|%|head/base|findings)$",
			     REG_EXTENDED | REG_NOSUB),
		     0);
	for (size_t i = 0; i < nr_samples; i++)
		expect_lines(samples[i].name, &pattern);
	regfree(&pattern);
}
