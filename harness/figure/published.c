// SPDX-License-Identifier: MIT

// The table of published figures, read by libcsv.

#include "harness/figure/published.h"

#include <csv.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	NR_FIELDS = 6,
};

static const char *const header[NR_FIELDS] = {"figure", "series", "sync",
					      "source", "count",  "value"};

struct reader {
	const char *path;
	struct published *published;
	struct published_row row;
	size_t field, line;
	bool failed; /* the complaint is filled in */
	struct complaint *complaint;
};

static void refuse(struct reader *r, const char *why)
{
	if (!r->failed)
		complain(r->complaint, "%s:%zu: %s", r->path, r->line, why);
	r->failed = true;
}

static void put_word(struct reader *r, char *word, size_t size, const char *text)
{
	if (strlen(text) >= size)
		refuse(r, "a word that is too long");
	else
		strcpy(word, text);
}

static void put_count(struct reader *r, const char *text)
{
	char *end;

	errno = 0;
	r->row.count = strtoll(text, &end, 10);
	if (end == text || *end || errno || r->row.count < 1)
		refuse(r, "count is no number of tasks");
}

static void put_value(struct reader *r, const char *text)
{
	char *end;

	r->row.value = strtod(text, &end);
	if (end == text || *end || !isfinite(r->row.value) || r->row.value < 0)
		refuse(r, "value is no number");
}

static void put_field(struct reader *r, const char *text)
{
	struct published_row *row = &r->row;

	switch (r->field) {
	case 0:
		put_word(r, row->figure, sizeof row->figure, text);
		break;
	case 1:
		put_word(r, row->series, sizeof row->series, text);
		break;
	case 2:
		put_word(r, row->sync, sizeof row->sync, text);
		break;
	case 3:
		put_word(r, row->source, sizeof row->source, text);
		break;
	case 4:
		put_count(r, text);
		break;
	default:
		put_value(r, text);
	}
}

static void on_field(void *data, size_t length, void *reader)
{
	struct reader *r = reader;
	const char *text = data ? data : "";

	(void)length;
	if (r->field >= NR_FIELDS)
		refuse(r, "too many fields");
	else if (r->line > 1)
		put_field(r, text);
	else if (strcmp(text, header[r->field]) != 0)
		refuse(r, "its columns are not figure,series,sync,source,count,value");
	r->field++;
}

static void add_row(struct reader *r)
{
	struct published *published = r->published;
	struct published_row *more =
	    realloc(published->row, (published->nr_rows + 1) * sizeof *more);

	if (more) {
		published->row = more;
		published->row[published->nr_rows++] = r->row;
	} else {
		r->failed = true;
		complain_machine(r->complaint, "%s: no memory", r->path);
	}
}

static void on_row(int terminator, void *reader)
{
	struct reader *r = reader;

	(void)terminator;
	if (r->field < NR_FIELDS)
		refuse(r, "too few fields");
	if (r->line > 1 && !r->failed)
		add_row(r);
	r->field = 0;
	r->line++;
}

static int parse(struct reader *r, FILE *file)
{
	struct csv_parser parser;
	char text[4096];
	size_t length;

	if (csv_init(&parser, CSV_STRICT | CSV_APPEND_NULL))
		return complain_machine(r->complaint, "%s: no memory", r->path);
	while (!r->failed && (length = fread(text, 1, sizeof text, file)) > 0)
		if (csv_parse(&parser, text, length, on_field, on_row, r) < length)
			refuse(r, "this is no CSV");
	if (!r->failed)
		csv_fini(&parser, on_field, on_row, r);
	csv_free(&parser);
	return r->failed ? -1 : 0;
}

int published_load(struct published *published, const char *path, struct complaint *c)
{
	struct reader r = {.path = path, .published = published, .line = 1, .complaint = c};
	FILE *file = fopen(path, "re");
	int result;

	*published = (struct published){0};
	if (!file)
		return complain_machine(c, "%s: %s", path, strerror(errno));
	result = parse(&r, file);
	fclose(file);
	if (result)
		published_fini(published);
	return result;
}

void published_fini(struct published *published)
{
	free(published->row);
	*published = (struct published){0};
}
