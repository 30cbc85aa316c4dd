// SPDX-License-Identifier: MIT

// Numbers read without libc are the ones that libc reads.

#include "harness/data/decimal.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Test(decimal, reals_are_those_of_strtod_to_the_last_bit)
{
	static const char *const known[] = {
	    "0",
	    "-0",
	    "5.",
	    ".5",
	    "0.1",
	    "000.10",
	    "19.9841800",
	    "999999999999999",
	    "9999999999999999",
	    "0.123456789012345",
	    "0.1234567890123456",
	    "9007199254740993",
	    "1.7e308",
	    "1e-320",
	    "+3",
	    "1E5",
	};
	uint64_t state = 7;

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		double real, expected = strtod(known[i], NULL);

		cr_assert(decimal_real(&real, known[i], strlen(known[i])), "%s", known[i]);
		cr_assert_arr_eq(&real, &expected, sizeof real, "%s: %.17g", known[i], real);
	}
	for (int i = 0; i < 200000; i++) {
		char text[64];
		double real;

		state = state * 6364136223846793005 + 1442695040888963407; /* Knuth's MMIX */
		snprintf(text, sizeof text, "%.*f", (int)(state >> 60),
			 (double)(state >> 20) / 1e7);
		cr_assert(decimal_real(&real, text, strlen(text)));
		cr_assert_eq(real, strtod(text, NULL), "%s: %.17g", text, real);
	}
}

Test(decimal, what_is_no_real)
{
	static const char *const wrong[] = {"",	   ".",	    "-",   "1.2.3", "1,5", "nan",
					    "inf", "0x10",  "1e",  "1e999", " 1",  "1 ",
					    "--1", "1e5.5", "1_0", "e5",    "+"};
	double real;

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		cr_assert_not(decimal_real(&real, wrong[i], strlen(wrong[i])), "%s", wrong[i]);
	cr_assert_not(decimal_real(&real,
				   "1\0"
				   "2",
				   3));
}

Test(decimal, counts)
{
	static const struct {
		const char *text;
		bool is_count;
		int64_t count;
	} known[] = {
	    {"0", true, 0},
	    {"-7", true, -7},
	    {"999999999999999999", true, 999999999999999999},
	    {"9223372036854775807", true, INT64_MAX},
	    {"-9223372036854775807", true, -INT64_MAX},
	    {"000000000000000000012", true, 12},
	    {"9223372036854775808", false, 0},
	    {"-9223372036854775808", false, 0}, /* COUNT_EMPTY */
	    {"", false, 0},
	    {"1.0", false, 0},
	    {"1e3", false, 0},
	    {"x", false, 0},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		int64_t count;
		bool is_count = decimal_count(&count, known[i].text, strlen(known[i].text));

		cr_assert_eq(is_count, known[i].is_count, "%s", known[i].text);
		cr_assert(!is_count || count == known[i].count, "%s", known[i].text);
	}
}
