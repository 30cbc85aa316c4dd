// SPDX-License-Identifier: MIT

// A part that was left out is a row with the name of the part and the reason, as lab_skip writes
// it.

#include "harness/report/left_out.h"

#include <csv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIELDS_OF_SKIPPED = 2, /* which part, and why */
};

struct reading {
	size_t line, column, nr_set;
	size_t detail;	   /* its column; none is 0, where the first stands */
	bool has_detail;   /* this row */
	bool any_measured; /* a row before */
	char *why;	   /* of the first row */
};

static void read_field(void *text, size_t length, void *data)
{
	struct reading *reading = data;

	if (!reading->line && strcmp(text, "detail") == 0)
		reading->detail = reading->column;
	if (reading->line && length) {
		reading->nr_set++;
		reading->has_detail |= reading->column == reading->detail;
		if (reading->column == reading->detail && !reading->why)
			reading->why = strdup(text);
	}
	reading->column++;
}

static void end_row(int character, void *data)
{
	struct reading *reading = data;

	(void)character;
	if (reading->line && !(reading->has_detail && reading->nr_set == FIELDS_OF_SKIPPED))
		reading->any_measured = true;
	reading->line++;
	reading->column = reading->nr_set = 0;
	reading->has_detail = false;
}

static void read_all(FILE *file, struct reading *reading)
{
	struct csv_parser parser;
	char piece[4096];
	size_t nr;

	if (csv_init(&parser, CSV_APPEND_NULL))
		abort();
	while ((nr = fread(piece, 1, sizeof piece, file)) > 0)
		csv_parse(&parser, piece, nr, read_field, end_row, reading);
	csv_fini(&parser, read_field, end_row, reading);
	csv_free(&parser);
}

char *left_out(const char *path)
{
	struct reading reading = {0};
	FILE *file = fopen(path, "re");

	if (!file)
		return NULL;
	read_all(file, &reading);
	fclose(file);
	if (!reading.any_measured)
		return reading.why;
	free(reading.why);
	return NULL;
}
