// SPDX-License-Identifier: MIT

// A glass terminal.

#include "harness/tests/glass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

static void erase_rest(struct glass *glass, unsigned row, unsigned from)
{
	if (strlen(glass->line[row]) > from)
		glass->line[row][from] = '\0';
}

static void erase_below(struct glass *glass)
{
	erase_rest(glass, glass->row, glass->column);
	for (unsigned row = glass->row + 1; row < GLASS_LINES && *glass->line[row]; row++)
		glass->line[row][0] = '\0';
}

static void put(struct glass *glass, char c)
{
	char *line = glass->line[glass->row];

	if (glass->column >= glass->columns)
		glass->wrapped = true;
	cr_assert_lt(glass->column, GLASS_COLUMNS);
	while (strlen(line) <= glass->column)
		strcat(line, " ");
	line[glass->column++] = c;
	if (glass->column > glass->widest)
		glass->widest = glass->column;
}

// Carries out the sequence at `text`, which begins with ESC [. Returns what follows it.
static const char *control(struct glass *glass, const char *text)
{
	char *end;
	unsigned long number = strtoul(text + 2, &end, 10);

	switch (*end) {
	case 'A':
		cr_assert_leq(number, glass->row, "above the window's first line");
		glass->row -= number;
		glass->nr_returns++;
		break;
	case 'K':
		erase_rest(glass, glass->row, glass->column);
		break;
	case 'J':
		erase_below(glass);
		break;
	case 'm':
		glass->nr_coloured += number != 0;
		break;
	default:
		cr_assert_fail("unknown control sequence: ESC %.6s", text + 1);
	}
	return end + 1;
}

struct glass *glass_write(unsigned columns, const char *text)
{
	struct glass *glass = calloc(1, sizeof *glass);

	cr_assert(glass);
	glass->columns = columns;
	while (*text) {
		if (text[0] == '\033' && text[1] == '[') {
			text = control(glass, text);
			continue;
		}
		if (*text == '\r')
			glass->column = 0;
		else if (*text == '\n')
			cr_assert_lt(++glass->row, GLASS_LINES);
		else
			put(glass, *text);
		text++;
	}
	return glass;
}

char *glass_text(const struct glass *glass)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	unsigned last = 0;

	for (unsigned row = 0; row < GLASS_LINES; row++)
		last = *glass->line[row] ? row + 1 : last;
	for (unsigned row = 0; row < last; row++) {
		size_t length = strlen(glass->line[row]);

		while (length && glass->line[row][length - 1] == ' ')
			length--;
		fprintf(out, "%.*s\n", (int)length, glass->line[row]);
	}
	fclose(out);
	return text;
}
