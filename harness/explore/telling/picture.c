// SPDX-License-Identifier: MIT

#include "harness/explore/telling/picture.h"

#include <errno.h>
#include <libsmartcols.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/telling/concerned.h"
#include "harness/explore/telling/folding.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/marks.h"
#include "harness/explore/telling/subject.h"
#include "harness/explore/telling/tell.h"
#include "harness/explore/telling/trace.h"

// --- Cells --------------------------------------------------------------------------------------

struct cell {
	char *text;
	size_t size;
	FILE *out;
};

static FILE *cell_begin(struct picture *picture, struct cell *cell)
{
	*cell = (struct cell){0};
	cell->out = open_memstream(&cell->text, &cell->size);
	if (!cell->out)
		picture->error = ENOMEM;
	return cell->out;
}

// It is the next one of its line.
static void cell_end(struct picture *picture, struct cell *cell, struct libscols_line *line,
		     const char *colour)
{
	if (fclose(cell->out) || scols_line_refer_data(line, picture->column, cell->text))
		picture->error = ENOMEM;
	else if (colour)
		scols_cell_set_color(scols_line_get_cell(line, picture->column), colour);
	picture->column++;
}

static void put_text(struct picture *picture, struct libscols_line *line, const char *text)
{
	if (scols_line_set_data(line, picture->column++, text))
		picture->error = ENOMEM;
}

static void put_number(struct picture *picture, struct libscols_line *line, size_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%zu", number);
	put_text(picture, line, text);
}

static const char *colour_of(uint8_t mark)
{
	return mark & (MARK_OVERWRITTEN | MARK_RACING) ? "red"
	       : mark & MARK_STALE		       ? "yellow"
						       : NULL;
}

static void put_deed(struct picture *picture, struct libscols_line *line, size_t step)
{
	const struct event *event = &picture->marks->trace->witness->event[step];
	uint8_t mark = picture->marks->mark[step];
	struct cell cell;
	FILE *out = cell_begin(picture, &cell);

	if (!out)
		return;
	tell_event(out, picture->marks->trace->subject, event);
	fputs(mark & MARK_STALE ? " *" : "", out);
	fputs(mark & MARK_OVERWRITTEN ? " !" : "", out);
	fputs(mark & MARK_RACING ? " #" : "", out);
	fputs(mark & MARK_OLDER ? " <" : "", out);
	cell_end(picture, &cell, line, colour_of(mark));
}

static void put_tasks(struct picture *picture, struct libscols_line *line, size_t step)
{
	for (unsigned task = 0; task < picture->marks->trace->subject->tasks; task++)
		if (picture->marks->trace->witness->event[step].task == task)
			put_deed(picture, line, step);
		else
			picture->column++;
}

static void put_value(struct picture *picture, struct libscols_line *line, uint16_t place,
		      bool changed)
{
	struct cell cell;
	FILE *out = cell_begin(picture, &cell);

	if (!out)
		return;
	tell_value(out, picture->marks->trace->subject, place, picture->marks->trace->value[place]);
	cell_end(picture, &cell, line, changed ? "bold" : NULL);
}

// "counter = 1" if the step that was just taken changed what memory holds.
static void put_change(struct picture *picture, struct libscols_line *line,
		       const struct event *event, const uint64_t *old)
{
	struct cell cell;
	FILE *out = cell_begin(picture, &cell);

	if (!out)
		return;
	if (old && *old != picture->marks->trace->value[event->place]) {
		tell_place(out, picture->marks->trace->subject, event->place);
		fputs(" = ", out);
		tell_value(out, picture->marks->trace->subject, event->place,
			   picture->marks->trace->value[event->place]);
	}
	cell_end(picture, &cell, line, NULL);
}

static void put_memory(struct picture *picture, struct libscols_line *line,
		       const struct event *event, const uint64_t *old)
{
	const struct layout *layout = &picture->layout;

	for (unsigned i = 0; i < layout->nr_places; i++)
		put_value(picture, line, layout->place[i],
			  old && event->place == layout->place[i] &&
			      *old != picture->marks->trace->value[event->place]);
	if (layout->changes)
		put_change(picture, line, event, old);
}

// "[x=1, y=2]", the oldest first; nothing if it is empty.
static void put_buffer(struct picture *picture, struct libscols_line *line, unsigned task)
{
	const struct trace_buffer *buffer = &picture->marks->trace->buffer[task];
	struct cell cell;
	FILE *out = cell_begin(picture, &cell);

	if (!out)
		return;
	for (unsigned i = 0; i < buffer->nr; i++) {
		const struct event *event = &picture->marks->trace->witness->event[buffer->step[i]];

		fputs(i ? ", " : "[", out);
		tell_place(out, picture->marks->trace->subject, event->place);
		fputc('=', out);
		tell_value(out, picture->marks->trace->subject, event->place, event->written);
	}
	fputs(buffer->nr ? "]" : "", out);
	cell_end(picture, &cell, line, NULL);
}

static void put_buffers(struct picture *picture, struct libscols_line *line)
{
	for (unsigned task = 0; task < picture->marks->trace->subject->tasks; task++)
		if (picture->layout.buffered[task])
			put_buffer(picture, line, task);
}

// "16: racy_add(cell, n);", behind the file's name if it is not the column's.
static void put_source(struct picture *picture, struct libscols_line *line, uint32_t node)
{
	const struct line *source = tell_line(picture->marks->trace->subject, node);
	const char *slash = strrchr(source->file, '/');
	struct cell cell;
	FILE *out;

	if (!picture->layout.file || !source->number)
		return;
	out = cell_begin(picture, &cell);
	if (!out)
		return;
	if (strcmp(source->file, picture->layout.file) != 0)
		fprintf(out, "%s:", slash ? slash + 1 : source->file);
	fprintf(out, "%u: %s", source->number, source->text);
	cell_end(picture, &cell, line, NULL);
}

// --- Lines --------------------------------------------------------------------------------------

static struct libscols_line *new_line(struct picture *picture)
{
	struct libscols_line *line = scols_table_new_line(picture->table, NULL);

	picture->column = 0;
	if (!line)
		picture->error = ENOMEM;
	return line;
}

// What memory holds before the first step.
static void add_start(struct picture *picture)
{
	struct libscols_line *line = picture->layout.nr_places ? new_line(picture) : NULL;

	if (!line)
		return;
	put_text(picture, line, "start");
	picture->column += picture->marks->trace->subject->tasks;
	put_memory(picture, line, NULL, NULL);
}

static void add_step(struct picture *picture)
{
	struct trace *trace = picture->marks->trace;
	const struct event *event = &trace->witness->event[trace->nr];
	uint64_t old = event->place == NOWHERE ? 0 : trace->value[event->place];
	struct libscols_line *line = new_line(picture);

	trace_step(trace);
	if (!line)
		return;
	put_number(picture, line, trace->nr);
	put_tasks(picture, line, trace->nr - 1);
	put_memory(picture, line, event, event->place == NOWHERE ? NULL : &old);
	put_buffers(picture, line);
	if (!event->flush)
		put_source(picture, line, event->node);
}

// Steps that do again what those above did.
static void add_fold(struct picture *picture, size_t nr)
{
	unsigned task = picture->marks->trace->witness->event[picture->marks->trace->nr].task;
	struct libscols_line *line = new_line(picture);
	char text[48];

	for (size_t i = 0; i < nr; i++)
		trace_step(picture->marks->trace);
	if (!line)
		return;
	put_text(picture, line, "...");
	picture->column += task;
	snprintf(text, sizeof text, "(waits: %zu more steps)", nr);
	put_text(picture, line, text);
}

// What one who is concerned stands at, when all steps are taken: it is what makes them wrong.
static void add_next(struct picture *picture, unsigned task, uint32_t node)
{
	struct libscols_line *line = new_line(picture);
	struct cell cell;
	FILE *out;

	if (!line)
		return;
	put_text(picture, line, "next");
	picture->column += task;
	out = cell_begin(picture, &cell);
	if (!out)
		return;
	tell_pending(out, picture->marks->trace->subject, node);
	cell_end(picture, &cell, line, "red");
	picture->column = picture->nr_columns - 1;
	put_source(picture, line, node);
}

static void add_all_next(struct picture *picture)
{
	const struct concerned *concerned = &picture->marks->concerned;

	for (unsigned i = 0; i < concerned->nr; i++)
		if (concerned->who[i].step == NOT_YET)
			add_next(picture, concerned->who[i].task, concerned->who[i].node);
}

void picture_add_lines(struct picture *picture)
{
	const struct witness *witness = picture->marks->trace->witness;

	add_start(picture);
	while (picture->marks->trace->nr < witness->nr && !picture->error) {
		size_t folded = folding_at(witness, picture->marks->trace->nr);

		if (folded)
			add_fold(picture, folded);
		else
			add_step(picture);
	}
	add_all_next(picture);
}
