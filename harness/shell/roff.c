// SPDX-License-Identifier: MIT

// Escapes and paragraphs of manual pages.

#include "harness/shell/roff.h"

#include <stdbool.h>
#include <string.h>

enum {
	LINE = 72, /* escapes make some longer; 80 is what mandoc's lint wants */
};

// Of the line before.
struct state {
	bool indented, empty;
};

// What would otherwise be typeset as something else, so that what is copied from a page works.
static const char *escape(char letter)
{
	switch (letter) {
	case '\\':
		return "\\e";
	case '-':
		return "\\-";
	case '\'':
		return "\\(aq";
	case '`':
		return "\\(ga";
	case '^':
		return "\\(ha";
	case '~':
		return "\\(ti";
	default:
		return NULL;
	}
}

static void write_letters(FILE *out, const char *text, size_t length)
{
	if (length && text[0] == '.') /* would be a command at the start of a line */
		fputs("\\&", out);
	for (size_t i = 0; i < length; i++) {
		const char *escaped = escape(text[i]);

		if (escaped)
			fputs(escaped, out);
		else
			fputc(text[i], out);
	}
}

void roff_word(FILE *out, const char *text)
{
	write_letters(out, text, strlen(text));
}

// One line of text as lines of no more than LINE letters; how they are broken does not show.
static void write_filled(FILE *out, const char *text, size_t length)
{
	size_t column = 0;

	while (length) {
		size_t word = strcspn(text, " ");

		word = word < length ? word : length;
		if (column)
			fputc(column + 1 + word > LINE ? '\n' : ' ', out);
		column = column && column + 1 + word <= LINE ? column + 1 + word : word;
		write_letters(out, text, word);
		text += word;
		length -= word;
		while (length && *text == ' ') {
			text++;
			length--;
		}
	}
	fputc('\n', out);
}

void roff_line(FILE *out, const char *text)
{
	write_filled(out, text, strlen(text));
}

// Writes what has to stand before a line, from what stood before it.
static void turn(FILE *out, struct state *state, bool indented, bool empty)
{
	if (state->indented && !indented)
		fputs(".EE\n.RE\n", out);
	if (!state->indented && indented)
		fputs(".RS 2\n.EX\n", out);
	if (!empty && (state->empty || (state->indented && !indented)))
		fputs(".PP\n", out);
	*state = (struct state){indented, empty};
}

void roff_text(FILE *out, const char *text, const char *end)
{
	struct state state = {0};

	for (end = end ? end : text + strlen(text); text < end;) {
		size_t length = strcspn(text, "\n");
		bool indented = strncmp(text, "  ", 2) == 0;

		if (text + length > end)
			length = (size_t)(end - text);
		turn(out, &state, indented, !length);
		if (indented) {
			write_letters(out, text + 2, length - 2);
			fputc('\n', out);
		} else if (length) {
			write_filled(out, text, length);
		}
		text += length + (text[length] == '\n');
	}
	turn(out, &state, false, true);
}
