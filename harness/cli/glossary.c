// SPDX-License-Identifier: MIT

// argp breaks lines that are longer than its own, and begins the rest of them at the margin: here
// they are broken before it sees them.

#include "harness/cli/glossary.h"

#include <string.h>

#include "harness/terminal/paragraph.h"

enum {
	HELP_COLUMNS = 78, /* argp's right margin is 79, and its lines are shorter */
};

void glossary_put(FILE *out, int width, const char *name, const char *meaning)
{
	size_t indent = (size_t)width + 4;

	fprintf(out, "  %-*s  ", width, name);
	paragraph_put(out, meaning, indent, indent, HELP_COLUMNS);
}

int glossary_width(int width, const char *name)
{
	int own = (int)strlen(name);

	return own > width ? own : width;
}
