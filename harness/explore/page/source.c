// SPDX-License-Identifier: MIT

#include "harness/explore/page/source.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/control.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/grow.h"
#include "harness/explore/program/program.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/tell.h"
#include "harness/machine/host_json.h"

enum {
	AROUND = 3,	   /* lines shown before and behind one that counts */
	WHOLE = 80,	   /* lines of a user's program that is shown from beginning to end */
	MOST_TEXT = 200,   /* bytes of a line that are shown */
	MOST_LINES = 1000, /* of all files */
};

static bool has(const struct source_lines *source, const char *file, unsigned number)
{
	for (size_t i = 0; i < source->nr; i++)
		if (source->line[i].number == number && strcmp(source->line[i].file, file) == 0)
			return true;
	return false;
}

static unsigned rank_of(struct source_lines *source, const char *file)
{
	for (size_t i = 0; i < source->nr; i++)
		if (strcmp(source->line[i].file, file) == 0)
			return source->line[i].rank;
	return source->nr_files++;
}

static void add(struct source_lines *source, const char *file, unsigned number)
{
	struct source_line *grown;

	if (source->nr == MOST_LINES || has(source, file, number))
		return;
	grown = grow(source->line, source->nr, sizeof *grown);
	if (!grown)
		return;
	source->line = grown;
	source->line[source->nr] = (struct source_line){file, rank_of(source, file), number};
	source->nr++;
}

// A line's file is named from racelab's root, or as the user did.
static FILE *open_file(const struct source_lines *source, const char *file)
{
	char path[PATH_MAX];
	struct stat status;

	snprintf(path, sizeof path, "%s/%s", source->root, file);
	if (strcmp(file, source->subject->behaviour->program->what) == 0 || stat(path, &status))
		snprintf(path, sizeof path, "%s", file);
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) ? fopen(path, "re") : NULL;
}

// How many lines a file has; 0: it cannot be read.
static unsigned length_of(const struct source_lines *source, const char *file)
{
	FILE *in = open_file(source, file);
	unsigned nr = 0;

	if (!in)
		return 0;
	for (int c; (c = getc(in)) != EOF;)
		nr += c == '\n';
	fclose(in);
	return nr;
}

static void add_lines(struct source_lines *source, const char *file, unsigned first, unsigned last)
{
	for (unsigned number = first; number <= last; number++)
		add(source, file, number);
}

static void add_around(struct source_lines *source, const struct line *line)
{
	unsigned length = length_of(source, line->file);
	bool whole = length <= WHOLE && !source->subject->ops;
	unsigned first = whole || line->number <= AROUND ? 1 : line->number - AROUND;
	unsigned last = whole ? length : line->number + AROUND;

	add_lines(source, line->file, first, last < length ? last : length);
}

// What a student has handed in is shown, whether a task can stand anywhere in it or not.
static void add_handed_in(struct source_lines *source)
{
	const char *file = source->subject->behaviour->program->what;
	unsigned length = length_of(source, file);

	if (length <= WHOLE)
		add_lines(source, file, 1, length);
}

static int compare(const void *one, const void *other)
{
	const struct source_line *a = one, *b = other;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

void source_find(struct source_lines *source, const struct subject *subject, const char *root)
{
	*source = (struct source_lines){.subject = subject, .root = root};
	if (subject->exercise)
		add_handed_in(source);
	for (uint32_t node = 0; node < subject->behaviour->nr_nodes; node++) {
		const struct line *line = tell_line(subject, node);

		if (line->number)
			add_around(source, line);
	}
	if (source->nr)
		qsort(source->line, source->nr, sizeof *source->line, compare);
}

void source_fini(struct source_lines *source)
{
	free(source->line);
	*source = (struct source_lines){0};
}

int source_line_of(const void *lines, uint32_t node)
{
	const struct source_lines *source = lines;
	const struct line *line = tell_line(source->subject, node);

	for (size_t i = 0; i < source->nr && line->number; i++)
		if (source->line[i].number == line->number &&
		    strcmp(source->line[i].file, line->file) == 0)
			return (int)i;
	return -1;
}

// The next line without its end, cut where nobody reads on. False at the end of the file.
static bool read_line(FILE *in, char text[MOST_TEXT])
{
	size_t length = 0;
	int c = getc(in);

	if (c == EOF)
		return false;
	for (; c != EOF && c != '\n'; c = getc(in)) {
		unsigned width = c == '\t' ? 8 - length % 8 : 1;

		for (; width && length < MOST_TEXT - 1; width--)
			text[length++] = (char)(c == '\t' ? ' ' : c);
	}
	text[length] = '\0';
	control_plain(text);
	return true;
}

// The lines of one file, from source->line[first] on. Returns the first that is of another file.
static size_t put_file(const struct source_lines *source, size_t first, json_t *lines)
{
	const char *file = source->line[first].file;
	unsigned rank = source->line[first].rank;
	FILE *in = open_file(source, file);
	char text[MOST_TEXT] = "";
	size_t i = first;

	for (unsigned number = 1; i < source->nr && source->line[i].rank == rank; number++) {
		if (in && !read_line(in, text))
			text[0] = '\0';
		if (source->line[i].number != number)
			continue;
		json_array_append_new(lines, json_pack("[o, i, o]", json_text_or_null(file),
						       (int)number, json_string(text)));
		i++;
	}
	if (in)
		fclose(in);
	return i;
}

json_t *source_json(const struct source_lines *source)
{
	json_t *lines = json_array();

	for (size_t i = 0; i < source->nr;)
		i = put_file(source, i, lines);
	return lines;
}
