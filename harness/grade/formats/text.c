// SPDX-License-Identifier: MIT

// For people: whether anybody can be graded here, each stage with its points and what they rest on,
// the sum, and what to do next; wrapped where it goes to a terminal.
//
//    4 of 8  partly   Proved under every model
//                     proved for 2 tasks x 2 increments under sc and tso
//
//                     task 0 is inside, and so is task 1: ...

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/export/plain.h"
#include "harness/grade/formats/formats.h"
#include "harness/grade/formats/told.h"
#include "harness/grade/grade.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

enum {
	POINTS_WIDTH = 2 * POINTS_TEXT + 8,
	CHECK = 7,	   /* columns of "  yes  " */
	AFTER_POINTS = 11, /* of "  skipped  " */
};

// Each line of a text as a paragraph of its own, `indent` columns from the left.
static void put_lines(FILE *out, const char *text, size_t indent)
{
	size_t width = terminal_width(out);

	for (size_t length; *text; text += length + (text[length] == '\n')) {
		char *line;

		length = strcspn(text, "\n");
		line = strndup(text, length);
		if (line && length)
			fprintf(out, "%*s", (int)indent, "");
		if (line)
			paragraph_put(out, line, indent, indent, width);
		free(line);
	}
}

static void put_plain(FILE *out, const char *text)
{
	plain_put(out, text, PLAIN_WHOLE, NULL);
}

static void put_head(const struct grade *grade, FILE *out)
{
	put_plain(out, grade->title);
	fputs(" (", out);
	put_plain(out, grade->exercise);
	fputs("): ", out);
	put_plain(out, grade->file);
	if (*grade->student) {
		fputs(", of ", out);
		put_plain(out, grade->student);
	}
	fputs("\n\n", out);
}

// The heading as it is, each check behind its word.
static void put_certificate(const struct grade *grade, FILE *out)
{
	char *told = told_certificate(grade);
	size_t width = terminal_width(out);

	for (char *rest = told, *line; (line = strsep(&rest, "\n"));)
		paragraph_put(out, line, 0, line == told ? 0 : CHECK, width);
	fputc('\n', out);
	free(told);
}

static const char *points_of(double points, double most, char text[POINTS_WIDTH])
{
	char has[POINTS_TEXT], could[POINTS_TEXT];

	snprintf(text, POINTS_WIDTH, "%s of %s", told_points(points, has),
		 told_points(most, could));
	return text;
}

static size_t widest_points(const struct grade *grade)
{
	char text[POINTS_WIDTH];
	size_t widest = strlen(points_of(grade->points, grade->most, text));

	for (size_t i = 0; i < grade->nr_stages; i++) {
		const struct stage_result *stage = &grade->stage[i];
		size_t length = strlen(points_of(stage->points, stage->most, text));

		widest = length > widest ? length : widest;
	}
	return widest;
}

static void put_stage(const struct stage_result *stage, size_t widest, FILE *out)
{
	char text[POINTS_WIDTH], *told = told_stage(stage), *title = plain_copy(stage->title);
	size_t indent = widest + AFTER_POINTS;

	fprintf(out, "%*s  %-7s  ", (int)widest, points_of(stage->points, stage->most, text),
		stage_end_name(stage->end));
	paragraph_put(out, title, indent, indent, terminal_width(out));
	put_lines(out, told, indent);
	fputc('\n', out);
	free(told);
	free(title);
}

static void put_sum(const struct grade *grade, size_t widest, FILE *out)
{
	char text[POINTS_WIDTH], seconds[POINTS_TEXT];

	fprintf(out, "%*s  in all, after %s s\n\n", (int)widest,
		points_of(grade->points, grade->most, text), told_points(grade->seconds, seconds));
}

static void put_cannot(const struct grade *grade, FILE *out)
{
	char *told = told_why_not(grade);

	*told = 'C';
	paragraph_put(out, told, 0, 0, terminal_width(out));
	fputc('\n', out);
	free(told);
}

int grade_format_text(const struct grade *grade, FILE *out)
{
	size_t widest = widest_points(grade);
	char *next = told_next(grade);

	put_head(grade, out);
	put_certificate(grade, out);
	if (told_gradable(grade)) {
		for (size_t i = 0; i < grade->nr_stages; i++)
			put_stage(&grade->stage[i], widest, out);
		put_sum(grade, widest, out);
	} else {
		put_cannot(grade, out);
	}
	paragraph_put(out, next, 0, 0, terminal_width(out));
	free(next);
	return plain_end(out);
}
