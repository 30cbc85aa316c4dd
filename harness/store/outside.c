// SPDX-License-Identifier: MIT

#include "harness/store/outside.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "harness/data/directory.h"
#include "harness/data/explored.h"

static void append(char *text, size_t size, const char *more)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s", more);
}

static void append_labs(const char *directory, char *text, size_t size)
{
	bool any = false;

	for (size_t i = 0; i < catalog_nr_labs(); i++) {
		const char *name = catalog_lab(i)->name;
		char file[96];

		snprintf(file, sizeof file, "lab-%s.csv", name);
		if (!directory_holds(directory, file))
			continue;
		append(text, size, any ? ", " : "labs (");
		append(text, size, name);
		any = true;
	}
	append(text, size, any ? ")" : "");
}

static bool has_explorations(const char *directory)
{
	bool any = directory_holds(directory, EXPLORED_WALK);

	for (int file = 0; file < NR_EXPLORED; file++)
		any |= directory_holds(directory, explored_name((enum explored_file)file));
	return any;
}

const char *outside_format(const char *directory, char *text, size_t size)
{
	text[0] = '\0';
	append_labs(directory, text, size);
	if (has_explorations(directory)) {
		append(text, size, text[0] ? " and " : "");
		append(text, size, "explorations");
	}
	return text;
}
