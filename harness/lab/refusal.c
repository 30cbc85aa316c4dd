// SPDX-License-Identifier: MIT

// One pass over the lines.

#include "harness/lab/refusal.h"

#include <string.h>

void refusal_find(const char *said, char *text, size_t size, FILE *others)
{
	static const char ours[] = "racelab: ";
	const size_t length = strlen(ours);
	unsigned nr = 0;
	size_t used;

	text[0] = '\0';
	for (const char *line = said; *line;) {
		size_t end = strcspn(line, "\n"), whole = end + (line[end] == '\n');

		if (strncmp(line, ours, length) != 0)
			fwrite(line, 1, whole, others);
		else if (nr++ == 0)
			snprintf(text, size, "%.*s", (int)(end - length), line + length);
		line += whole;
	}
	used = strlen(text);
	if (nr > 1)
		snprintf(text + used, size - used, " (and %u more like it)", nr - 1);
}
