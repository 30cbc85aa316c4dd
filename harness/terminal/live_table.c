// SPDX-License-Identifier: MIT

// The live table as text, by libsmartcols. Cases are called by what tells them apart, in one
// column, because on a narrow window that takes the least room.

#include "harness/data/case_name.h"
#include "harness/terminal/live_table.h"

#include <inttypes.h>
#include <libsmartcols.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/number.h"
#include "harness/data/summary.h"
#include "harness/terminal/progress.h"
#include "harness/terminal/terminal.h"

enum {
	CARET_COLUMNS = 2, /* the terminal writes ^C behind the last line */
};

static const double confidence = 0.95;

// The columns; on a narrow window they go in the order of `dispensable`, from 1.
enum {
	CELL_CASE,
	CELL_BLOCKS,
	CELL_THROUGHPUT,
	CELL_SPREAD,
	CELL_LOST,
	CELL_ENDED,
	NR_CELLS,
};

static const struct {
	const char *name;
	int flags;
	int dispensable;
} cells[NR_CELLS] = {
    [CELL_CASE] = {"case", SCOLS_FL_TRUNC, 0},
    [CELL_BLOCKS] = {"blocks", SCOLS_FL_RIGHT, 2},
    [CELL_THROUGHPUT] = {"throughput", SCOLS_FL_RIGHT, 0},
    [CELL_SPREAD] = {"spread", SCOLS_FL_RIGHT, 1},
    [CELL_LOST] = {"lost", SCOLS_FL_RIGHT, 0},
    [CELL_ENDED] = {"not ok", SCOLS_FL_RIGHT, 3},
};

static char *name_of(const struct live_table *live, size_t i)
{
	char name[256];

	return strdup(case_name_by(&live->axes[i], live->differs, name, sizeof name));
}

static size_t nr_bad(const struct live_case *c)
{
	size_t nr = 0;

	for (int o = 0; o < NR_OUTCOMES; o++)
		nr += o == OUTCOME_OK ? 0 : c->nr_ended[o];
	return nr;
}

static struct estimate throughput_of(const struct live_table *live, const struct live_case *c)
{
	double values[LIVE_MOST_VALUES];
	size_t nr = live_capacity(live);

	nr = c->nr_throughput < nr ? c->nr_throughput : nr;
	if (nr)
		memcpy(values, c->throughput, nr * sizeof *values);
	return median_estimate(values, nr, confidence);
}

static void put_figure(FILE *cell, const struct live_table *live, const struct live_case *c,
		       int which)
{
	struct estimate throughput = throughput_of(live, c);
	double spread = estimate_spread(&throughput);

	if (which == CELL_BLOCKS)
		fprintf(cell, "%" PRIu64 "/%" PRIu64, c->nr_done, live->blocks);
	else if (which == CELL_ENDED)
		fprintf(cell, "%zu", nr_bad(c));
	else if (which == CELL_THROUGHPUT && throughput.nr)
		number_put_rate(cell, &throughput);
	else if (which == CELL_SPREAD && throughput.nr > 1 && isfinite(spread))
		fprintf(cell, "%.0f %%", 100 * spread);
	else if (which == CELL_LOST && c->ops > 0)
		number_put_lost(cell, c->lost, c->ops);
	else
		fputc('-', cell);
}

// On the heap; NULL without memory.
static char *cell_text(const struct live_table *live, size_t i, int which)
{
	char *text = NULL;
	size_t size;
	FILE *cell;

	if (which == CELL_CASE)
		return name_of(live, i);
	cell = open_memstream(&text, &size);
	if (!cell)
		return NULL;
	put_figure(cell, live, &live->cases[i], which);
	fclose(cell);
	return text;
}

static void add_case(struct libscols_table *table, const struct live_table *live, size_t i)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	const struct live_case *c = &live->cases[i];

	for (int which = 0; which < NR_CELLS; which++)
		scols_line_refer_data(line, (size_t)which, cell_text(live, i, which));
	if (!c->nr_done)
		scols_line_set_color(line, "halfbright");
	if (c->lost)
		scols_cell_set_color(scols_line_get_cell(line, CELL_LOST), "brown");
	if (nr_bad(c))
		scols_cell_set_color(scols_line_get_cell(line, CELL_ENDED), "red");
}

static bool any_bad(const struct live_table *live)
{
	for (size_t i = 0; i < live->nr_cases; i++)
		if (nr_bad(&live->cases[i]))
			return true;
	return false;
}

static char *print(struct libscols_table *table)
{
	char *text = NULL;

	return scols_print_table_to_string(table, &text) ? NULL : text;
}

static size_t natural_width(struct libscols_table *table)
{
	char *text = print(table);
	size_t width = text ? terminal_widest(text) : 0;

	free(text);
	return width;
}

static void hide(struct libscols_table *table, int which)
{
	scols_column_set_flags(scols_table_get_column(table, (size_t)which),
			       cells[which].flags | SCOLS_FL_HIDDEN);
}

// Hides columns, the most dispensable first, while there is no room for the cases' names.
static void narrow(struct libscols_table *table, size_t width)
{
	for (int turn = 1; turn <= NR_CELLS && natural_width(table) > width; turn++)
		for (int which = 0; which < NR_CELLS; which++)
			if (cells[which].dispensable == turn)
				hide(table, which);
}

// "hashtable mutex_errorcheck thread 3" to "hashtable ~thread 3": both ends tell cases apart, and
// the end more than the beginning.
static void cut_middle(char *name, size_t most)
{
	size_t length = strlen(name), tail = most * 2 / 3;

	if (length <= most || most < 2)
		return;
	name[most - tail - 1] = '~';
	memmove(name + most - tail, name + length - tail, tail + 1);
}

static const char *name_in(struct libscols_line *line)
{
	return scols_cell_get_data(scols_line_get_cell(line, CELL_CASE));
}

// Cuts the names so that the table is no wider than `width`.
static void cut_names(struct libscols_table *table, size_t width)
{
	size_t excess = natural_width(table), longest = 0;
	struct libscols_iter *lines = scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_line *line;

	excess = excess > width ? excess - width : 0;
	while (excess && scols_table_next_line(table, lines, &line) == 0) {
		size_t length = strlen(name_in(line));

		longest = length > longest ? length : longest;
	}
	scols_reset_iter(lines, SCOLS_ITER_FORWARD);
	while (longest > excess && scols_table_next_line(table, lines, &line) == 0) {
		char *name = strdup(name_in(line));

		cut_middle(name, longest - excess);
		scols_line_refer_data(line, CELL_CASE, name);
	}
	scols_free_iter(lines);
}

static char *draw_table(const struct live_table *live, size_t nr_lines, size_t width, bool colours)
{
	struct libscols_table *table = scols_new_table();
	size_t end = live->first + nr_lines;
	char *text;

	for (int which = 0; which < NR_CELLS; which++)
		scols_table_new_column(table, cells[which].name, 0, cells[which].flags);
	if (!any_bad(live))
		hide(table, CELL_ENDED);
	for (size_t i = live->first; i < end && i < live->nr_cases; i++)
		add_case(table, live, i);
	scols_table_enable_minout(table, 1);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	narrow(table, width);
	cut_names(table, width);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
	scols_table_set_termwidth(table, width);
	scols_table_enable_nowrap(table, 1);
	scols_table_enable_colors(table, colours);
	text = print(table);
	scols_unref_table(table);
	return text;
}

// Appends a part if there is room for all of it.
static void put_part(FILE *out, size_t *left, const char *part)
{
	size_t length = strlen(part);

	if (length > *left) {
		*left = 0;
		return;
	}
	fputs(part, out);
	*left -= length;
}

static void put_last_line(FILE *out, const struct live_table *live, size_t nr_lines, size_t width,
			  uint64_t now_ns)
{
	const struct progress *progress = &live->progress;
	size_t nr_cases = live->nr_cases, end = live->first + nr_lines;
	size_t left = width > CARET_COLUMNS ? width - CARET_COLUMNS : 0;
	char part[96];

	put_part(out, &left, progress_format(progress, now_ns, part, sizeof part));
	snprintf(part, sizeof part, "  %" PRIu64 " of %" PRIu64 " trials", progress->nr_done,
		 progress->nr_all);
	put_part(out, &left, part);
	if (nr_lines >= nr_cases)
		return;
	snprintf(part, sizeof part, "  cases %zu-%zu of %zu", live->first + 1,
		 end < nr_cases ? end : nr_cases, nr_cases);
	put_part(out, &left, part);
}

char *live_text(struct live_table *live, size_t width, size_t height, bool colours, uint64_t now_ns)
{
	size_t nr_lines = height > 3 ? height - 2 : 1, size; /* a heading, and the last line */
	char *text = NULL, *table;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	live->first -= live->first % nr_lines;
	table = draw_table(live, nr_lines, width, colours);
	fprintf(out, "%s\n", table ? table : "");
	put_last_line(out, live, nr_lines, width, now_ns);
	fclose(out);
	free(table);
	return text;
}
