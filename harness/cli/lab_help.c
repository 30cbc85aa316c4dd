// SPDX-License-Identifier: MIT

// Made from the catalogue, and from the lab's own columns.

#include "harness/cli/lab_help.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "benches/catalog.h"
#include "harness/cli/glossary.h"

static void put_labs(FILE *out)
{
	int width = 0;

	for (size_t i = 0; i < catalog_nr_labs(); i++)
		width = glossary_width(width, catalog_lab(i)->name);
	fputs("The other experiments of the lecture. Each ends with a table, one sentence computed "
	      "from it, and 0 if what the lecture says came out, 1 if not.\vLabs:\n",
	      out);
	for (size_t i = 0; i < catalog_nr_labs(); i++)
		glossary_put(out, width, catalog_lab(i)->name, catalog_lab(i)->summary);
	fputs("\nExamples:\n  racelab lab spawn\n  racelab lab spawn --help\n"
	      "  racelab lab --all -o labs\n",
	      out);
}

static void put_lab(FILE *out, const struct lab *lab)
{
	int width = 0;

	fprintf(out, "Measures %s.\n\nWhat the lecture says: %s.\vColumns:\n", lab->summary,
		lab->statement);
	for (const struct lab_column *column = lab->columns; column->name; column++)
		width = glossary_width(width, column->name);
	for (const struct lab_column *column = lab->columns; column->name; column++)
		glossary_put(out, width, column->name, column->meaning);
	fprintf(out, "\nExample:\n  %s\n", lab->example);
}

const char *lab_help(const struct lab *lab)
{
	static char *doc;
	size_t size;
	FILE *out;

	free(doc); /* another lab's */
	out = open_memstream(&doc, &size);
	assert(out);
	if (lab)
		put_lab(out, lab);
	else
		put_labs(out);
	fclose(out);
	return doc;
}
