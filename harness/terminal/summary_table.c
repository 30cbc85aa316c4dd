// SPDX-License-Identifier: MIT

// The table of `racelab show` and of the end of `racelab run`, drawn by libsmartcols.

#include "harness/terminal/summary_table.h"

#include <errno.h>
#include <libsmartcols.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/column.h"
#include "harness/data/summary_columns.h"
#include "harness/data/told.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

enum {
	FEWEST_FOR_INTERVAL = 6, /* 1 - 2 / 2^5 < 0.95: see stats.h */
};

// Which columns the table has.
struct layout {
	int columns[SUMMARY_COLUMNS_END];
	size_t nr_columns;
	bool chosen; /* by who reads it: none is to be left out */
};

static bool any_note(const struct summary *summary)
{
	for (size_t i = 0; i < summary->nr_cases; i++)
		if (summary->cases[i].oversubscribed)
			return true;
	return false;
}

// A strategy's class is no column: it says nothing that its name does not.
static void choose_columns(struct layout *layout, const struct summary *summary)
{
	*layout = (struct layout){0};
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis(id) && id != COLUMN_class && summary_column_varies(summary, id))
			layout->columns[layout->nr_columns++] = id;
	for (int id = NR_COLUMNS; id < SUMMARY_SHOWN_END; id++)
		if (id != SUMMARY_NOTE || any_note(summary))
			layout->columns[layout->nr_columns++] = id;
}

static bool has_column(const struct layout *layout, int id)
{
	for (size_t i = 0; i < layout->nr_columns; i++)
		if (layout->columns[i] == id)
			return true;
	return false;
}

// Absent in a case; or no pause (0 ns), which is nothing to speak of.
static bool says_nothing(enum column_id id, const struct row *axes)
{
	if (columns[id].kind == KIND_WORD)
		return !**column_word(id, axes);
	return *column_count(id, axes) == COUNT_EMPTY || *column_count(id, axes) == 0;
}

// What all cases have in common.
static void print_common(const struct summary *summary, const struct layout *layout, FILE *out)
{
	const char *before = "All cases: ";
	char *text = NULL;
	size_t size;
	FILE *line = open_memstream(&text, &size);

	for (int id = 0; line && id < NR_COLUMNS; id++) {
		const struct case_summary *first = &summary->cases[0];

		if (has_column(layout, id) || !column_is_axis(id) || id == COLUMN_class ||
		    says_nothing(id, first->axes) || summary_column_varies(summary, id))
			continue;
		fprintf(line, "%s%s ", before, columns[id].name);
		summary_column_put(line, id, first);
		before = ", ";
	}
	if (line)
		fclose(line);
	if (text && *text) {
		paragraph_put(out, text, 0, 0, terminal_width(out));
		fputc('\n', out);
	}
	free(text);
}

static int flags_of(int column)
{
	if (summary_column_is_right(column))
		return SCOLS_FL_RIGHT;
	return column < NR_COLUMNS ? SCOLS_FL_TRUNC : 0; /* a long name gives way to figures */
}

static int add_columns(struct libscols_table *table, const struct layout *layout)
{
	for (size_t i = 0; i < layout->nr_columns; i++)
		if (!scols_table_new_column(table, summary_column_name(layout->columns[i]), 0,
					    flags_of(layout->columns[i])))
			return ENOMEM;
	return 0;
}

// The caller frees it; NULL without memory.
static char *cell_text(int column, const struct case_summary *c)
{
	char *text = summary_column_text(column, c);

	if (text && !*text && column != SUMMARY_NOTE) { /* a note may be blank */
		free(text);
		text = strdup("-");
	}
	return text;
}

static int add_line(struct libscols_table *table, const struct layout *layout,
		    const struct case_summary *c)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line)
		return ENOMEM;
	for (size_t i = 0; i < layout->nr_columns; i++) {
		char *text = cell_text(layout->columns[i], c);

		if (!text || scols_line_refer_data(line, i, text)) {
			free(text);
			return ENOMEM;
		}
	}
	return 0;
}

// How wide the table is; 0 without memory.
static size_t natural_width(struct libscols_table *table)
{
	char *text = NULL;
	size_t width;

	if (scols_print_table_to_string(table, &text))
		return 0;
	width = terminal_widest(text);
	free(text);
	return width;
}

static void hide(struct libscols_table *table, const struct layout *layout, size_t i)
{
	scols_column_set_flags(scols_table_get_column(table, i),
			       flags_of(layout->columns[i]) | SCOLS_FL_HIDDEN);
}

static void hide_figures(struct libscols_table *table, const struct layout *layout, int turn,
			 size_t width)
{
	for (size_t i = 0; i < layout->nr_columns && natural_width(table) > width; i++)
		if (summary_column_dispensable(layout->columns[i]) == turn)
			hide(table, layout, i);
}

static void hide_told(struct libscols_table *table, const struct layout *layout,
		      const struct summary *summary, size_t width)
{
	bool shown[NR_COLUMNS] = {false};

	for (size_t i = 0; i < layout->nr_columns; i++)
		if (layout->columns[i] < NR_COLUMNS)
			shown[layout->columns[i]] = true;
	for (size_t i = layout->nr_columns; i-- > 0 && natural_width(table) > width;) {
		int column = layout->columns[i];

		if (column >= NR_COLUMNS || !axis_is_told(summary, shown, column))
			continue;
		hide(table, layout, i);
		shown[column] = false;
	}
}

// Hides goodput and notes, axes that the others tell, and then the more telling figures, until the
// table is no wider than `width`.
static void narrow(struct libscols_table *table, const struct layout *layout,
		   const struct summary *summary, size_t width)
{
	hide_figures(table, layout, 1, width);
	hide_figures(table, layout, 2, width);
	hide_told(table, layout, summary, width);
	for (int turn = 3; turn <= 5; turn++)
		hide_figures(table, layout, turn, width);
}

static void print_hidden(struct libscols_table *table, const struct layout *layout, FILE *out)
{
	const char *before = "No room for: ";
	char text[256];
	size_t used = 0;

	for (size_t i = 0; i < layout->nr_columns && used < sizeof text; i++)
		if (scols_column_is_hidden(scols_table_get_column(table, i))) {
			used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", before,
						 summary_column_name(layout->columns[i]));
			before = ", ";
		}
	if (!used)
		return;
	snprintf(text + used, sizeof text - used, ".");
	fputc('\n', out);
	paragraph_put(out, text, 0, 0, terminal_width(out));
}

static int print_fitting(struct libscols_table *table, const struct layout *layout,
			 const struct summary *summary, FILE *out)
{
	size_t width = terminal_width(out);
	int error;

	scols_table_enable_minout(table, 1);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	if (width) {
		if (!layout->chosen)
			narrow(table, layout, summary, width);
		scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
		scols_table_set_termwidth(table, width);
		scols_table_enable_nowrap(table, 1); /* if it is still too wide: cut */
	}
	scols_table_set_stream(table, out);
	error = -scols_print_table(table);
	if (!error)
		print_hidden(table, layout, out);
	return error;
}

static int print_table(const struct summary *summary, const struct layout *layout, FILE *out)
{
	struct libscols_table *table = scols_new_table();
	int error = table ? add_columns(table, layout) : ENOMEM;

	for (size_t i = 0; i < summary->nr_cases && !error; i++)
		error = add_line(table, layout, &summary->cases[i]);
	if (!error)
		error = print_fitting(table, layout, summary, out);
	scols_unref_table(table);
	return error;
}

// What the intervals are, and what those of few trials are worth.
static void print_legend(const struct summary *summary, FILE *out)
{
	double coverage[FEWEST_FOR_INTERVAL] = {0};
	const char *before = "; with fewer than 6 trials it is their whole range: ";
	bool few[FEWEST_FOR_INTERVAL] = {false};
	char text[512];
	int used;

	for (size_t i = 0; i < summary->nr_cases; i++) {
		const struct estimate *throughput = &summary->cases[i].throughput;

		if (throughput->nr && throughput->nr < FEWEST_FOR_INTERVAL) {
			few[throughput->nr] = true;
			coverage[throughput->nr] = throughput->coverage;
		}
	}
	used = snprintf(text, sizeof text,
			"Medians of the ok trials; within this run, the interval holds the true "
			"median with at least 95 %% probability");
	for (int n = 1; n < FEWEST_FOR_INTERVAL; n++) {
		if (!few[n])
			continue;
		used += snprintf(text + used, sizeof text - (size_t)used, "%s%.3g %% for %d",
				 before, 100 * coverage[n], n);
		before = ", ";
	}
	snprintf(text + used, sizeof text - (size_t)used, "; lost is the share of all increments.");
	fputc('\n', out);
	paragraph_put(out, text, 0, 0, terminal_width(out));
}

static int print_all(const struct summary *summary, const struct layout *layout, FILE *out)
{
	int error;

	print_common(summary, layout, out);
	error = print_table(summary, layout, out);
	if (error)
		return error;
	print_legend(summary, out);
	return fflush(out) ? errno : 0;
}

int summary_print(const struct summary *summary, FILE *out)
{
	struct layout layout;

	if (!summary->nr_cases) {
		fputs("No trials.\n", out);
		return fflush(out) ? errno : 0;
	}
	choose_columns(&layout, summary);
	return print_all(summary, &layout, out);
}

int summary_print_columns(const struct summary *summary, const int *chosen, size_t nr, FILE *out)
{
	struct layout layout = {.nr_columns = nr, .chosen = true};

	if (!summary->nr_cases)
		return summary_print(summary, out);
	memcpy(layout.columns, chosen, nr * sizeof *chosen);
	return print_all(summary, &layout, out);
}
