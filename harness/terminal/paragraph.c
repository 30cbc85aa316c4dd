// SPDX-License-Identifier: MIT

// Greedy breaking: each line takes as many words as fit.

#include "harness/terminal/paragraph.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/terminal/terminal.h"

static size_t columns_of(const char *word, size_t bytes)
{
	char *copy = strndup(word, bytes);
	size_t columns = copy ? terminal_columns(copy) : bytes;

	free(copy);
	return columns;
}

void paragraph_put(FILE *out, const char *text, size_t used, size_t indent, size_t width)
{
	size_t column = used, spaces = strspn(text, " ");
	bool begun = false; /* the line has a word that another may follow */

	for (text += spaces; *text; text += spaces) {
		size_t bytes = strcspn(text, " "), columns = columns_of(text, bytes);

		if (width && begun && column + spaces + columns > width) {
			fputc('\n', out);
			spaces = indent;
			column = 0;
		}
		fprintf(out, "%*s%.*s", (int)spaces, "", (int)bytes, text);
		column += spaces + columns;
		begun = true;
		text += bytes;
		spaces = strspn(text, " ");
	}
	fputc('\n', out);
}
