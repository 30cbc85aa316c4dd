// SPDX-License-Identifier: MIT

#include "harness/explore/telling/witness.h"

#include <errno.h>
#include <libsmartcols.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/telling/layout.h"
#include "harness/explore/telling/marks.h"
#include "harness/explore/telling/picture.h"
#include "harness/explore/telling/story.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/trace.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

static void add_column(struct picture *picture, int flags, const char *name)
{
	if (!name || !scols_table_new_column(picture->table, name, 0, flags))
		picture->error = ENOMEM;
	picture->nr_columns++;
}

static void add_numbered(struct picture *picture, const char *what, unsigned number)
{
	char name[32];

	snprintf(name, sizeof name, "%s %u", what, number);
	add_column(picture, 0, name);
}

static void add_place(struct picture *picture, uint16_t place)
{
	char *name = NULL;
	size_t size;
	FILE *out = open_memstream(&name, &size);

	if (out) {
		tell_place(out, picture->marks->trace->subject, place);
		fclose(out);
	}
	add_column(picture, SCOLS_FL_RIGHT, name);
	free(name);
}

static void add_columns(struct picture *picture)
{
	const struct layout *layout = &picture->layout;

	add_column(picture, SCOLS_FL_RIGHT, "step");
	for (unsigned task = 0; task < picture->marks->trace->subject->tasks; task++)
		add_numbered(picture, "task", task);
	for (unsigned i = 0; i < layout->nr_places; i++)
		add_place(picture, layout->place[i]);
	if (layout->changes)
		add_column(picture, 0, "memory");
	for (unsigned task = 0; task < picture->marks->trace->subject->tasks; task++)
		if (layout->buffered[task])
			add_numbered(picture, "buffer", task);
	if (layout->file)
		add_column(picture, SCOLS_FL_TRUNC, layout->file);
}

static void fit(struct libscols_table *table, FILE *out)
{
	size_t width = terminal_width(out);

	scols_table_set_stream(table, out);
	scols_table_enable_minout(table, 1);
	scols_table_enable_colors(table, terminal_colours(out));
	scols_table_set_termforce(table, width ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
	if (width)
		scols_table_set_termwidth(table, width);
}

static void print_legend(FILE *out, const struct marks *marks)
{
	const struct witness *witness = marks->trace->witness;
	uint8_t all = 0;

	for (size_t i = 0; i < witness->nr; i++)
		all |= marks->mark[i];
	if (all & MARK_STALE)
		fputs("* a value that is out of date when it is used\n", out);
	if (all & MARK_OVERWRITTEN)
		fputs("! a write that is overwritten by one who has not seen it\n", out);
	if (all & MARK_RACING)
		fputs("# an access that races\n", out);
	if (all & MARK_OLDER)
		fputs("< a write that comes before one above it\n", out);
	if (!witness->ordered)
		paragraph_put(out,
			      "The steps are in one order of many, each behind what it read; what "
			      "a step reads need not be the last write above it.",
			      0, 0, terminal_width(out));
}

// A paragraph for each sentence.
static void print_story(FILE *out, const struct subject *subject, const struct wrong *wrong,
			struct marks *marks)
{
	char *text = NULL, *rest, *line;
	size_t size;
	FILE *story = open_memstream(&text, &size);

	if (!story)
		return;
	story_put(story, subject, wrong, marks, "\n");
	if (fclose(story) == 0)
		for (rest = text; (line = strsep(&rest, "\n"));)
			paragraph_put(out, line, 0, 0, terminal_width(out));
	free(text);
}

static int print_table(FILE *out, struct marks *marks)
{
	struct picture picture = {.marks = marks, .table = scols_new_table()};

	if (!picture.table)
		return ENOMEM;
	layout_choose(&picture.layout, marks);
	add_columns(&picture);
	if (!picture.error)
		picture_add_lines(&picture);
	fit(picture.table, out);
	if (!picture.error && scols_print_table(picture.table))
		picture.error = EIO;
	scols_unref_table(picture.table);
	return picture.error;
}

int witness_print(FILE *out, const struct subject *subject, const struct wrong *wrong)
{
	struct marks *marks = marks_open(subject, wrong);
	int error = marks ? print_table(out, marks) : 0;

	if (marks && !error)
		print_legend(out, marks);
	if (!error)
		print_story(out, subject, wrong, marks);
	marks_close(marks);
	return error;
}
