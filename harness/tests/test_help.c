// SPDX-License-Identifier: MIT

// Every --help on a terminal of 80 columns: examples can be copied as they stand, lists stand in
// columns, and no line ends in nothing but spaces.

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "harness/tests/help.h"
#include "harness/tests/program.h"

static const struct surroundings usual;

TestSuite(help, .init = program_enter, .fini = program_leave, .timeout = 120);

// The lines behind `heading` up to the next empty one, which is cut off; NULL if it is not there.
static char *section(char *text, const char *heading)
{
	char *found = strstr(text, heading);

	if (!found)
		return NULL;
	found += strlen(heading);
	found[strstr(found, "\n\n") ? (size_t)(strstr(found, "\n\n") - found) : strlen(found)] =
	    '\0';
	return found;
}

// Every line of a list of examples begins one, or goes on with one by its own indentation.
static void expect_whole_examples(const char *command, char *text)
{
	char *rest = section(text, "\nExamples:\n");

	if (!rest)
		rest = section(text, "\nExample:\n");
	for (char *line; rest && *rest && (line = strsep(&rest, "\n"));)
		cr_expect_eq(strncmp(line, "  ", 2), 0, "%s: '%s' was broken off", command, line);
}

static void expect_tidy_lines(const char *command, const char *text)
{
	for (size_t length; *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		cr_expect_lt(length, 80u, "%s: %.*s", command, (int)length, text);
		cr_expect(!length || text[length - 1] != ' ', "%s: '%.*s'", command, (int)length,
			  text);
	}
}

static void expect_tidy(const char *command)
{
	struct program program;
	char words[128];

	snprintf(words, sizeof words, "%s --help", command);
	program_run(&program, &usual, words, 0, "");
	expect_tidy_lines(command, program.out.text);
	expect_whole_examples(command, program.out.text);
	program_fini(&program);
}

Test(help, fits_eighty_columns)
{
	struct help commands;
	char lab[64];

	help_commands(&commands);
	for (size_t i = 0; i < commands.nr; i++)
		expect_tidy(commands.name[i]);
	help_fini(&commands);
	for (size_t i = 0; i < catalog_nr_labs(); i++) {
		snprintf(lab, sizeof lab, "lab %s", catalog_lab(i)->name);
		expect_tidy(lab);
	}
}

// Where a line's second column begins; 0 if it has none.
static size_t second_column(const char *line)
{
	const char *gap = strlen(line) > 2 ? strstr(line + 2, "  ") : NULL;

	return gap ? (size_t)(gap - line) + strspn(gap, " ") : 0;
}

static void expect_columns(const char *words, const char *heading)
{
	struct program program;
	size_t wanted = 0;
	char *rest;

	program_run(&program, &usual, words, 0, "");
	rest = section(program.out.text, heading);
	cr_assert(rest, "%s: no '%s' in\n%s", words, heading, program.out.text);
	for (char *line; (line = strsep(&rest, "\n"));) {
		size_t column = line[2] == ' ' ? strspn(line, " ") : second_column(line);

		wanted = wanted ? wanted : column;
		cr_expect(column && column == wanted, "%s: '%s'", words, line);
	}
	program_fini(&program);
}

Test(help, lists_stand_in_columns)
{
	expect_columns("run --help",
		       "\nSpec files that racelab brings along (a bare name is enough):\n");
	expect_columns("lab --help", "\nLabs:\n");
	expect_columns("lab parallel --help", "\nColumns:\n");
}
