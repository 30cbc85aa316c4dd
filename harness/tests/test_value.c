// SPDX-License-Identifier: MIT

#include "harness/plan/value.h"

#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "harness/complaint.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static struct complaint c;

struct sample {
	const char *text;
	uint64_t value;
	const char *complaint; /* NULL: it is right */
};

typedef int reader(uint64_t *value, const char *text, uint64_t min, uint64_t max,
		   struct complaint *c);

static void check(const struct sample *samples, size_t nr, reader *read, uint64_t min, uint64_t max)
{
	for (size_t i = 0; i < nr; i++) {
		const struct sample *s = &samples[i];
		uint64_t value = 0;
		int result = read(&value, s->text, min, max, &c);

		cr_expect_eq(result, s->complaint ? -1 : 0, "'%s' gives %d", s->text, result);
		if (result)
			cr_expect_str_eq(c.text, s->complaint);
		else
			cr_expect_eq(value, s->value, "'%s' is %" PRIu64, s->text, value);
	}
}

#define NO_TIME	  " is no time; use a number with ns, us, ms, s or min, as 20ms"
#define NEEDS	  " needs a unit; use ns, us, ms, s or min, as 20ms"
#define PAUSE_MAX 60000000000

Test(value, time_is_a_decimal_with_a_unit)
{
	static const struct sample samples[] = {
	    {"20ms", 20000000, NULL},
	    {" 1s\t", 1000000000, NULL},
	    {"1.5s", 1500000000, NULL},
	    {"0.000000001s", 1, NULL},
	    {"1.0000000005s", 1000000001, NULL},
	    {"1.0000000004s", 1000000000, NULL},
	    {"500us", 500000, NULL},
	    {"100ns", 100, NULL},
	    {"0.5min", 30000000000, NULL},
	    {"1min", 60000000000, NULL},
	    {"0", 0, NULL},
	    {"0.0", 0, NULL},
	    {"0ns", 0, NULL},
	    {"007ns", 7, NULL},
	    {"20", 0, "'20'" NEEDS},
	    {"1.5", 0, "'1.5'" NEEDS},
	    {"5parsecs", 0, "'5parsecs'" NO_TIME},
	    {"", 0, "''" NO_TIME},
	    {"ms", 0, "'ms'" NO_TIME},
	    {"1 ms", 0, "'1 ms'" NO_TIME},
	    {"1ms2", 0, "'1ms2'" NO_TIME},
	    {"1.ms", 0, "'1.ms'" NO_TIME},
	    {".5ms", 0, "'.5ms'" NO_TIME},
	    {"1,5s", 0, "'1,5s'" NO_TIME},
	    {"-1ms", 0, "'-1ms'" NO_TIME},
	    {"+1ms", 0, "'+1ms'" NO_TIME},
	    {"nan", 0, "'nan'" NO_TIME},
	    {"infs", 0, "'infs'" NO_TIME},
	    {"0x10ms", 0, "'0x10ms'" NO_TIME},
	    {"1e3ms", 0, "'1e3ms'" NO_TIME},
	    {"0parsecs", 0, "'0parsecs'" NO_TIME},
	    {"2min", 0, "2min is too large; use 0 to 1min"},
	    {"60.000000001s", 0, "60.000000001s is too large; use 0 to 1min"},
	    {"99999999999999999999s", 0, "99999999999999999999s is too large; use 0 to 1min"},
	    {"18446744073709551615min", 0, "18446744073709551615min is too large; use 0 to 1min"},
	    {"0.3ns", 0, "0.3ns is less than 1ns; use 0 or 1ns at least"},
	};

	check(samples, LENGTH(samples), value_time, 0, PAUSE_MAX);
}

Test(value, time_of_zero_can_be_too_small)
{
	static const struct sample samples[] = {
	    {"0", 0, "0 is too small; use 100us to 60min"},
	    {"99.999us", 0, "99.999us is too small; use 100us to 60min"},
	    {"100us", 100000, NULL},
	    {"60min", 3600000000000, NULL},
	};

	check(samples, LENGTH(samples), value_time, 100000, 3600000000000);
}

#define NO_SIZE " is no size; use a whole number, as 64, 4K or 1M"

Test(value, size_counts_in_1024)
{
	static const struct sample samples[] = {
	    {"64", 64, NULL},
	    {"4K", 4096, NULL},
	    {" 1M ", 1048576, NULL},
	    {"", 0, "''" NO_SIZE},
	    {"K", 0, "'K'" NO_SIZE},
	    {"4KB", 0, "'4KB'" NO_SIZE},
	    {"4 K", 0, "'4 K'" NO_SIZE},
	    {"1.5K", 0, "'1.5K'" NO_SIZE},
	    {"-1", 0, "'-1'" NO_SIZE},
	    {"4G", 0, "'4G'" NO_SIZE},
	    {"0", 0, "0 is too small; use 1 to 1048576"},
	    {"2M", 0, "2M is too large; use 1 to 1048576"},
	    {"18446744073709551615M", 0, "18446744073709551615M is too large; use 1 to 1048576"},
	};

	check(samples, LENGTH(samples), value_size, 1, 1048576);
}

Test(value, number_is_whole)
{
	static const struct sample samples[] = {
	    {"7", 7, NULL},
	    {" 10 ", 10, NULL},
	    {"0", 0, "0 is too small; use 1 to 10"},
	    {"11", 0, "11 is too large; use 1 to 10"},
	    {"99999999999999999999", 0, "99999999999999999999 is too large; use 1 to 10"},
	    {"", 0, "'' is no whole number; use 1 to 10"},
	    {"-3", 0, "'-3' is no whole number; use 1 to 10"},
	    {"+3", 0, "'+3' is no whole number; use 1 to 10"},
	    {"3.0", 0, "'3.0' is no whole number; use 1 to 10"},
	    {"3K", 0, "'3K' is no whole number; use 1 to 10"},
	    {"0x3", 0, "'0x3' is no whole number; use 1 to 10"},
	    {"3 3", 0, "'3 3' is no whole number; use 1 to 10"},
	};

	check(samples, LENGTH(samples), value_number, 1, 10);
}

Test(value, number_can_be_the_largest)
{
	static const struct sample samples[] = {{"18446744073709551615", UINT64_MAX, NULL}};

	check(samples, LENGTH(samples), value_number, 0, UINT64_MAX);
}

Test(value, decimal_is_counted_in_parts)
{
	static const struct {
		const char *text;
		uint64_t parts;
		const char *complaint;
	} samples[] = {
	    {"0.99", 990000, NULL},
	    {"1", 1000000, NULL},
	    {"10.0", 10000000, NULL},
	    {"0.0000005", 1, NULL},
	    {"0", 0, "0 is too small; use 0.000001 to 10"},
	    {"0.0000004", 0, "0.0000004 is too small; use 0.000001 to 10"},
	    {"10.000001", 0, "10.000001 is too large; use 0.000001 to 10"},
	    {"nan", 0, "'nan' is no decimal number; use 0.000001 to 10"},
	    {"-1", 0, "'-1' is no decimal number; use 0.000001 to 10"},
	    {"1e0", 0, "'1e0' is no decimal number; use 0.000001 to 10"},
	    {"0,5", 0, "'0,5' is no decimal number; use 0.000001 to 10"},
	};

	for (size_t i = 0; i < LENGTH(samples); i++) {
		uint64_t parts = 0;
		int result = value_decimal(&parts, samples[i].text, 1000000, 1, 10000000, &c);

		cr_expect_eq(result, samples[i].complaint ? -1 : 0, "%s", samples[i].text);
		if (result)
			cr_expect_str_eq(c.text, samples[i].complaint);
		else
			cr_expect_eq(parts, samples[i].parts, "%s", samples[i].text);
	}
}

// A range's numbers as text, or the complaint.
static const char *range(const char *text, uint64_t max_value)
{
	static char shown[256];
	uint64_t values[8];
	size_t nr = 0, length = 0;

	if (value_range(values, &nr, LENGTH(values), text, 1, 4096, max_value, &c))
		return c.text;
	shown[0] = '\0';
	for (size_t i = 0; i < nr; i++)
		length += (size_t)snprintf(shown + length, sizeof shown - length, "%s%" PRIu64,
					   i ? " " : "", values[i]);
	return shown;
}

#define NO_RANGE " is no number or range; write it as 3, 1-8, 1-max or 1-max/2"

Test(value, range_is_every_step_from_its_start)
{
	static const struct {
		const char *text;
		uint64_t max_value;
		const char *result;
	} samples[] = {
	    {"3", 4, "3"},
	    {"1-8", 4, "1 2 3 4 5 6 7 8"},
	    {" 1-max ", 4, "1 2 3 4"},
	    {"1-max", 1, "1"},
	    {"max", 4, "4"},
	    {"2-max/2", 7, "2 4 6"},
	    {"1-max/2", 6, "1 3 5"},
	    {"1-max/2", 7, "1 3 5 7"},
	    {"1-4/100", 4, "1"},
	    {"4095-4096", 4, "4095 4096"},
	    {"max-max", 4, "4"},
	    {"0", 4, "0 is too small; use 1 to 4096"},
	    {"0-4", 4, "0 is too small; use 1 to 4096"},
	    {"1-4097", 4, "4097 is too large; use 1 to 4096"},
	    {"99999999999999999999", 4, "99999999999999999999 is too large; use 1 to 4096"},
	    {"2-1", 4, "2-1 runs backwards; write 1-2"},
	    {"8-max", 4, "8-max runs backwards; max is 4 here"},
	    {"1-8/0", 4, "'1-8/0' has a step of 0; use 1 or more"},
	    {"1-9", 4, "more than 8 numbers; name fewer"},
	    {"", 4, "''" NO_RANGE},
	    {"1-", 4, "'1-'" NO_RANGE},
	    {"-1", 4, "'-1'" NO_RANGE},
	    {"1-2-3", 4, "'1-2-3'" NO_RANGE},
	    {"1 - 2", 4, "'1 - 2'" NO_RANGE},
	    {"max/2", 4, "'max/2'" NO_RANGE},
	    {"1-4/", 4, "'1-4/'" NO_RANGE},
	    {"1-maximum", 4, "'1-maximum'" NO_RANGE},
	    {"two", 4, "'two'" NO_RANGE},
	};

	for (size_t i = 0; i < LENGTH(samples); i++)
		cr_expect_str_eq(range(samples[i].text, samples[i].max_value), samples[i].result,
				 "'%s': %s", samples[i].text,
				 range(samples[i].text, samples[i].max_value));
}

Test(value, range_appends)
{
	uint64_t values[4] = {7};
	size_t nr = 1;

	cr_assert_eq(value_range(values, &nr, 4, "2-4", 1, 9, 9, &c), 0);
	cr_assert_eq(nr, 4u);
	cr_assert(!memcmp(values, (uint64_t[]){7, 2, 3, 4}, sizeof values));
}

Test(value, range_ends_at_the_largest_number)
{
	uint64_t values[4];
	size_t nr = 0;

	cr_assert_eq(
	    value_range(values, &nr, 4, "18446744073709551614-max", 0, UINT64_MAX, UINT64_MAX, &c),
	    0);
	cr_assert_eq(nr, 2u);
	cr_assert_eq(values[1], UINT64_MAX);
}

Test(value, format_time_is_exact_and_reads_back)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} samples[] = {
	    {0, "0"},
	    {1, "1ns"},
	    {100, "100ns"},
	    {999, "999ns"},
	    {1000, "1us"},
	    {1001, "1.001us"},
	    {20000000, "20ms"},
	    {1500000000, "1.5s"},
	    {1000000001, "1.000000001s"},
	    {60000000000, "1min"},
	    {61000000000, "61s"},
	    {90000000000, "90s"},
	    {3600000000000, "60min"},
	};

	for (size_t i = 0; i < LENGTH(samples); i++) {
		char text[64];
		uint64_t ns;

		cr_expect_str_eq(value_format_time(samples[i].ns, text, sizeof text),
				 samples[i].text);
		cr_expect_eq(value_time(&ns, text, 0, UINT64_MAX, &c), 0, "%s", c.text);
		cr_expect_eq(ns, samples[i].ns, "%s", text);
	}
}

Test(value, format_stays_within_its_room)
{
	char text[8] = "1234567";

	value_format_time(1000000001, text, 4);
	cr_assert_arr_eq(text,
			 "1.0\0"
			 "567",
			 sizeof text);
}

Test(value, decimals_do_not_depend_on_the_locale)
{
	uint64_t ns;
	char text[32];

	if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8"))
		cr_skip("no locale with a decimal comma is installed");
	cr_assert_eq(value_time(&ns, "1.5s", 0, UINT64_MAX, &c), 0);
	cr_assert_eq(ns, 1500000000u);
	cr_assert_str_eq(value_format_time(ns, text, sizeof text), "1.5s");
}

// A list's items joined by '|', or the complaint.
static const char *split(const char *list)
{
	static char shown[256];
	char text[256], *items[4];
	int nr;

	snprintf(text, sizeof text, "%s", list);
	nr = value_split(text, items, LENGTH(items), &c);
	if (nr < 0)
		return c.text;
	shown[0] = '\0';
	for (int i = 0; i < nr; i++) {
		strcat(shown, i ? "|" : "");
		strcat(shown, items[i]);
	}
	return shown;
}

Test(value, split_knows_where_an_item_ends)
{
	static const struct {
		const char *list, *result;
	} samples[] = {
	    {"one", "one"},
	    {" a , b\t,c ", "a|b|c"},
	    {"cpus:0,2,compact", "cpus:0,2|compact"},
	    {"compact,cpus:0,2,4-7,cpus:1,none", "compact|cpus:0,2,4-7|cpus:1|none"},
	    {"cpus:0, 2", "cpus:0, 2"},
	    {"1,2,cpus", "1|2|cpus"},
	    {"a,b,c,d", "a|b|c|d"},
	    {"a,b,c,d,e", "more than 4 items in a list; name fewer"},
	    {"", "nothing is given; give one value at least"},
	    {" \t", "nothing is given; give one value at least"},
	    {",", "',' has an empty item; write one comma between two"},
	    {"a,,b", "'a,,b' has an empty item; write one comma between two"},
	    {"a,", "'a,' has an empty item; write one comma between two"},
	    {",a", "',a' has an empty item; write one comma between two"},
	    {" a, ", "'a,' has an empty item; write one comma between two"},
	    {"cpus:0,,2", "'cpus:0,,2' has an empty item; write one comma between two"},
	    {"cpus:0,", "'cpus:0,' has an empty item; write one comma between two"},
	};

	for (size_t i = 0; i < LENGTH(samples); i++)
		cr_expect_str_eq(split(samples[i].list), samples[i].result, "'%s': %s",
				 samples[i].list, split(samples[i].list));
}
