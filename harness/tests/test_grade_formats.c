// SPDX-License-Identifier: MIT

// What holds of every format of a grade, whatever is in it: golden/grade-* are what a grade that is
// partly right, and one that cannot be given, look like in each.

#include "harness/grade/formats/formats.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"
#include "harness/tests/grades.h"
#include "harness/tests/harmless.h"
#include "harness/tests/program.h"

#define GOLDEN RACELAB_ROOT "/harness/tests/golden/"

TestSuite(grade_formats, .init = grades_without_gnuplot, .fini = program_leave, .timeout = 60);

Test(grade_formats, are_those_of_the_table)
{
	static const char *const names[] = {"text",	    "json",	   "gradescope", "autolab",
					    "prairielearn", "classroom50", "junit",	 "vpl"};
	struct complaint c;

	cr_assert_eq(grade_nr_formats(), sizeof names / sizeof names[0]);
	for (size_t i = 0; i < grade_nr_formats(); i++) {
		cr_expect_str_eq(grade_format(i)->name, names[i]);
		cr_expect_eq(grade_format_find(names[i], &c), grade_format(i));
		cr_expect(*grade_format(i)->meaning);
	}
}

Test(grade_formats, name_the_nearest_of_a_wrong_one)
{
	static const char all[] = "there are text, json, gradescope, autolab, prairielearn, "
				  "classroom50, junit, vpl";
	struct complaint c;
	char expected[512];

	cr_assert_null(grade_format_find("gradescop", &c));
	cr_assert_eq(c.kind, COMPLAINT_USER);
	snprintf(expected, sizeof expected,
		 "'gradescop' is no format; did you mean 'gradescope'? %s", all);
	cr_expect_str_eq(c.text, expected);
	cr_assert_null(grade_format_find("", &c));
	snprintf(expected, sizeof expected, "'' is no format; %s", all);
	cr_expect_str_eq(c.text, expected);
}

static const char *suffix(const char *format)
{
	static const char *const texts[] = {"text", "autolab", "vpl"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (strcmp(format, texts[i]) == 0)
			return "txt";
	return strcmp(format, "junit") == 0 ? "xml" : "json";
}

static void expect_golden(const char *sample)
{
	struct grade grade;

	grade_sample_init(&grade, sample);
	for (size_t f = 0; f < grade_nr_formats(); f++) {
		const char *format = grade_format(f)->name;
		char path[4096], *golden, *text = grade_written(&grade, format);

		snprintf(path, sizeof path, GOLDEN "grade-%s-%s.%s", format, sample,
			 suffix(format));
		golden = program_read(path, NULL);
		cr_expect_str_eq(text, golden, "%s:\n%s", path, text);
		free(text);
		free(golden);
	}
	grade_fini(&grade);
}

Test(grade_formats, of_a_part_are_the_golden_ones)
{
	expect_golden("partly");
}

Test(grade_formats, of_what_cannot_be_graded_are_the_golden_ones)
{
	expect_golden("uncertified");
}

Test(grade_formats, are_harmless_text)
{
	for (size_t s = 0; s < nr_grade_samples; s++) {
		struct grade grade;

		grade_sample_init(&grade, grade_samples[s].name);
		cr_expect_eq(told_gradable(&grade), grade_samples[s].gradable, "%s",
			     grade_samples[s].name);
		for (size_t f = 0; f < grade_nr_formats(); f++) {
			const char *format = grade_format(f)->name;
			char *text = grade_written(&grade, format);

			cr_expect_not(has_bad_number(text), "%s, %s", grade_samples[s].name,
				      format);
			cr_expect_not(has_control(text), "%s, %s", grade_samples[s].name, format);
			cr_expect(is_utf8(text), "%s, %s", grade_samples[s].name, format);
			cr_expect_eq(text[strlen(text) - 1], '\n', "%s, %s", grade_samples[s].name,
				     format);
			free(text);
		}
		grade_fini(&grade);
	}
}

Test(grade_formats, say_so_when_they_cannot_be_written)
{
	struct grade grade;

	grade_sample_init(&grade, "partly");
	for (size_t f = 0; f < grade_nr_formats(); f++) {
		FILE *full = fopen("/dev/full", "w");

		cr_assert(full);
		errno = 0;
		cr_expect_eq(grade_format(f)->write(&grade, full), ENOSPC, "%s",
			     grade_format(f)->name);
		fclose(full);
	}
	grade_fini(&grade);
}

Test(grade_formats, write_a_point_whatever_the_locale)
{
	struct grade grade;
	char *before[32], *after;

	grade_sample_init(&grade, "partly");
	for (size_t f = 0; f < grade_nr_formats(); f++)
		before[f] = grade_written(&grade, grade_format(f)->name);
	if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8"))
		cr_skip("no locale with a decimal comma is installed");
	for (size_t f = 0; f < grade_nr_formats(); f++) {
		after = grade_written(&grade, grade_format(f)->name);
		cr_expect_str_eq(after, before[f], "%s", grade_format(f)->name);
		free(after);
		free(before[f]);
	}
	grade_fini(&grade);
}

// What comes out of a terminal of so many columns.
static char *text_on_terminal(const struct grade *grade, unsigned short columns)
{
	const struct winsize size = {.ws_row = 25, .ws_col = columns};
	static char shown[20000];
	int master, slave;
	ssize_t nr;
	FILE *out;

	cr_assert_eq(openpty(&master, &slave, NULL, NULL, &size), 0);
	out = fdopen(slave, "w");
	cr_assert(out);
	setvbuf(out, NULL, _IOFBF, sizeof shown); /* all of it fits the terminal's own memory */
	cr_assert_eq(grade_format_text(grade, out), 0);
	nr = read(master, shown, sizeof shown - 1);
	cr_assert_gt(nr, 0);
	shown[nr] = '\0';
	fclose(out);
	close(master);
	return shown;
}

Test(grade_formats, text_is_wrapped_and_aligned_on_a_terminal)
{
	struct grade grade;
	char *shown;

	grade_sample_init(&grade, "full");
	shown = text_on_terminal(&grade, 60);
	for (char *line = shown; *line; line += strcspn(line, "\n") + 1)
		cr_expect_leq(strcspn(line, "\r\n"), 60, "%.*s", (int)strcspn(line, "\n"), line);
	cr_expect(strstr(shown, "  8 of 8  passed   Proved under every model\r\n"
				"                   proved for 2 tasks x 2 increments under\r\n"
				"                   sc, tso and rc11\r\n"),
		  "%s", shown);
	grade_fini(&grade);
}

Test(told, what_is_worth_nothing_leaves_nothing_to_do)
{
	struct grade grade;
	char *next;

	grade_sample_init(&grade, "full"); /* one stage of it was not asked for */
	next = told_next(&grade);
	cr_expect_str_eq(next, "Next: nothing. These are all the points.");
	free(next);
	grade_fini(&grade);
}

Test(told, points_have_two_digits_at_most)
{
	static const struct {
		double points;
		const char *text;
	} told[] = {
	    {0, "0"},	       {8, "8"},       {13.5, "13.5"}, {0.1 + 0.2, "0.3"}, {1.999, "1.99"},
	    {2.0 / 3, "0.66"}, {0.05, "0.05"}, {NAN, "-"},     {INFINITY, "-"},	   {-1, "-"},
	    {1e300, "-"},      {100, "100"},   {-0.0, "0"},    {1e-12, "0"},	   {0.29, "0.29"},
	};

	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		char text[POINTS_TEXT];

		cr_expect_str_eq(told_points(told[i].points, text), told[i].text, "%g: %s",
				 told[i].points, text);
	}
}

static char *lines_told(const char *text, const char *before, size_t most)
{
	char *told;
	size_t size;
	FILE *out = open_memstream(&told, &size);

	cr_assert(out);
	told_lines(out, text, before, most);
	fclose(out);
	return told;
}

Test(told, lines_are_cut_between_lines_or_characters)
{
	static const struct {
		const char *text, *told;
		size_t most;
	} cut[] = {
	    {NULL, "", 9},
	    {"", "", 9},
	    {"one\n\ttwo\r\n\nfour", "> one\n>         two\n> \n> four\n", 99},
	    {"one\ntwo", "> one\n> ... (3 more bytes are left out here)\n", 5},
	    {"one\ntwo\n", "> one\n> two\n", 8},
	    {"\303\251\303\251", "> \303\251\n> ... (2 more bytes are left out here)\n", 3},
	    {"a\tb\rc\033", "> a       b?c?\n", 99},
	};

	for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
		char *told = lines_told(cut[i].text, "> ", cut[i].most);

		cr_expect_str_eq(told, cut[i].told);
		free(told);
	}
}
