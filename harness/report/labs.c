// SPDX-License-Identifier: MIT

// The labs whose results lie in the directory: lab-NAME.svg and lab-NAME.csv.

#include <csv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "harness/data/directory.h"
#include "harness/report/html.h"
#include "harness/report/left_out.h"
#include "harness/report/page.h"
#include "harness/report/picture.h"
#include "harness/report/report.h"

// A CSV on its way into a table; the first line is its heading.
struct grid {
	FILE *out;
	size_t line, column;
};

static void put_field(void *text, size_t length, void *data)
{
	struct grid *grid = data;
	const char *cell = grid->line ? "td" : "th";

	(void)length; /* CSV_APPEND_NULL */
	if (grid->column++ == 0)
		fputs("<tr>", grid->out);
	fprintf(grid->out, "<%s%s>", cell, grid->line ? "" : " scope=\"col\"");
	html_text(grid->out, text);
	fprintf(grid->out, "</%s>", cell);
}

static void put_end(int character, void *data)
{
	struct grid *grid = data;

	(void)character;
	fputs(grid->line++ ? "</tr>\n" : "</tr></thead>\n<tbody>", grid->out);
	grid->column = 0;
}

static void put_grid(FILE *file, FILE *out)
{
	struct grid grid = {.out = out};
	struct csv_parser parser;
	char piece[4096];
	size_t nr;

	if (csv_init(&parser, CSV_APPEND_NULL))
		abort();
	fputs("<thead>", out);
	while ((nr = fread(piece, 1, sizeof piece, file)) > 0)
		csv_parse(&parser, piece, nr, put_field, put_end, &grid);
	csv_fini(&parser, put_field, put_end, &grid);
	csv_free(&parser);
	fputs(grid.line ? "</tbody>\n" : "</thead>\n", out);
}

static void put_rows(const struct lab *lab, const char *path, FILE *out)
{
	FILE *file = fopen(path, "re");

	if (!file)
		return;
	fputs("<details><summary>The rows</summary>\n<div class=\"scroll\" tabindex=\"0\" "
	      "role=\"region\" aria-label=\"Rows of the lab ",
	      out);
	html_text(out, lab->name);
	fputs("\"><table><caption>", out);
	html_text(out, lab->summary);
	fputs("</caption>", out);
	put_grid(file, out);
	fputs("</table></div></details>\n", out);
	fclose(file);
}

static char *file_of(const struct report *report, const struct lab *lab, const char *ending)
{
	char name[96];

	snprintf(name, sizeof name, "lab-%s.%s", lab->name, ending);
	return directory_file(report->directory, name);
}

// What could not be tried here did not come out in any way.
static void put_left_out(const char *name, const char *rows, FILE *out)
{
	char *why = left_out(rows);

	if (!why)
		return;
	fprintf(out, "<p class=\"lesson\">%s was left out: ", name);
	html_text(out, why);
	fputs(".</p>\n", out);
	free(why);
}

static bool put_lab(const struct report *report, const struct lab *lab, FILE *out)
{
	char *picture = file_of(report, lab, "svg"), *rows = file_of(report, lab, "csv"), name[96];
	bool drawn = access(picture, R_OK) == 0, there = drawn || access(rows, R_OK) == 0;

	snprintf(name, sizeof name, "lab-%s", lab->name);
	if (drawn)
		picture_put(out, picture, &(struct picture_about){.name = name});
	else if (there)
		fprintf(out,
			"<figure class=\"figure\" id=\"figure-%s\"><h3>%s</h3>\n"
			"<p class=\"lesson\">%s</p>\n",
			name, lab->name, lab->statement);
	if (there) {
		put_left_out(lab->name, rows, out);
		fprintf(out, "<figcaption>Again: <code>racelab lab %s</code></figcaption>\n",
			lab->name);
		put_rows(lab, rows, out);
		fputs("</figure>\n", out);
	}
	free(picture);
	free(rows);
	return there;
}

void place_labs(const struct report *report, FILE *out)
{
	char *text;
	size_t size, nr = 0;
	FILE *labs = open_memstream(&text, &size);

	if (!labs)
		abort();
	for (size_t i = 0; i < catalog_nr_labs(); i++)
		nr += put_lab(report, catalog_lab(i), labs);
	fclose(labs);
	if (nr)
		fprintf(out,
			"<section id=\"labs\">\n<h2>The labs</h2>\n<p>The other experiments of the "
			"lecture, as they came out on this machine.</p>\n%s</section>\n",
			text);
	free(text);
}
