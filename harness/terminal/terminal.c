// SPDX-License-Identifier: MIT

// The terminal, by isatty, ioctl and the two environment variables that everyone respects.

#include "harness/terminal/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static struct winsize size_of(FILE *out)
{
	struct winsize size;

	if (fileno(out) < 0 || ioctl(fileno(out), TIOCGWINSZ, &size) != 0)
		return (struct winsize){0};
	return size;
}

size_t terminal_width(FILE *out)
{
	return size_of(out).ws_col;
}

size_t terminal_height(FILE *out)
{
	return size_of(out).ws_row;
}

bool terminal_redraws(FILE *out)
{
	const char *term = getenv("TERM");

	return fileno(out) >= 0 && isatty(fileno(out)) && term && *term &&
	       strcmp(term, "dumb") != 0;
}

bool terminal_colours(FILE *out)
{
	const char *no_color = getenv("NO_COLOR");

	return terminal_redraws(out) && !(no_color && *no_color);
}

// Bytes of the escape sequence at `text` (ECMA-48: ESC [ ... up to a letter); 0 if there is none.
static size_t sequence_bytes(const char *text)
{
	size_t bytes;

	if (text[0] != '\033' || text[1] != '[')
		return 0;
	bytes = 2 + strspn(text + 2, "0123456789;?");
	return text[bytes] ? bytes + 1 : bytes;
}

// Of the first so many bytes.
static size_t count_columns(const char *text, size_t length)
{
	const char *end = text + length;
	size_t columns = 0;
	mbstate_t state = {0};

	while (text < end) {
		size_t bytes = sequence_bytes(text);
		wchar_t character;
		int width = 0;

		if (!bytes) {
			bytes = mbrtowc(&character, text, MB_CUR_MAX, &state);
			width = bytes > MB_CUR_MAX ? -1 : wcwidth(character);
		}
		if (width < 0) { /* no character of this locale: a byte is taken for one */
			state = (mbstate_t){0};
			bytes = width = 1;
		}
		columns += (size_t)width;
		text += bytes;
	}
	return columns;
}

size_t terminal_columns(const char *text)
{
	return count_columns(text, strlen(text));
}

size_t terminal_widest(const char *text)
{
	size_t widest = 0;

	while (*text) {
		size_t length = strcspn(text, "\n"), columns = count_columns(text, length);

		widest = columns > widest ? columns : widest;
		text += length + (text[length] == '\n');
	}
	return widest;
}
