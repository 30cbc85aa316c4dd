// SPDX-License-Identifier: MIT

// The table of `racelab show` and of the end of `racelab run`, drawn by libsmartcols.

#include "harness/data/summary_table.h"

#include <errno.h>
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/data/column.h"
#include "harness/data/number.h"

enum {
	FEWEST_FOR_INTERVAL = 6, /* 1 - 2 / 2^5 < 0.95: see stats.h */
};

static void put_throughput(FILE *cell, const struct case_summary *c)
{
	if (c->throughput.nr)
		number_put_rate(cell, &c->throughput);
}

static void put_interval(FILE *cell, const struct case_summary *c)
{
	if (c->throughput.nr)
		number_put_interval(cell, &c->throughput);
}

static void put_goodput(FILE *cell, const struct case_summary *c)
{
	if (c->goodput.nr)
		number_put_rate(cell, &c->goodput);
}

static void put_cost(FILE *cell, const struct case_summary *c)
{
	if (c->ns_per_op.nr)
		number_put(cell, c->ns_per_op.median);
}

// Of all increments of the case, not the trials' median: one lost update in one trial must show.
static void put_lost(FILE *cell, const struct case_summary *c)
{
	if (c->lost_share.nr)
		number_put_lost(cell, c->lost, c->ops);
}

static void put_outcomes(FILE *cell, const struct case_summary *c)
{
	const char *separator = "";

	for (int i = 0; i < NR_OUTCOMES; i++) {
		if (!c->outcomes[i])
			continue;
		fprintf(cell, "%s%zu %s", separator, c->outcomes[i], outcome_names[i]);
		separator = ", ";
	}
}

static void put_note(FILE *cell, const struct case_summary *c)
{
	if (c->oversubscribed)
		fputs("oversubscribed", cell);
}

// The columns besides the axes. On a narrow terminal they go in the order of `dispensable`, from 1.
static const struct figure_column {
	const char *name;
	void (*put)(FILE *cell, const struct case_summary *c);
	int flags;
	int dispensable;
} figures[] = {
    {"throughput", put_throughput, SCOLS_FL_RIGHT, 0},
    {"interval", put_interval, 0, 3},
    {"ns/op", put_cost, SCOLS_FL_RIGHT, 4},
    {"lost", put_lost, SCOLS_FL_RIGHT, 0},
    {"goodput", put_goodput, SCOLS_FL_RIGHT, 1},
    {"outcomes", put_outcomes, 0, 0},
    {"note", put_note, 0, 2},
};

enum {
	NR_FIGURES = sizeof figures / sizeof figures[0],
};

// Which columns the table has.
struct layout {
	enum column_id axes[NR_COLUMNS];
	size_t nr_axes;
	size_t nr_figures; /* the first ones of figures[] */
};

static void put_axis(FILE *cell, enum column_id id, const struct row *axes)
{
	if (columns[id].kind == KIND_WORD)
		fputs(*column_word(id, axes), cell);
	else if (*column_count(id, axes) != COUNT_EMPTY)
		fprintf(cell, "%lld", (long long)*column_count(id, axes));
}

static bool axis_differs(const struct summary *summary, enum column_id id)
{
	for (size_t i = 1; i < summary->nr_cases; i++) {
		const struct row *a = summary->cases[0].axes, *b = summary->cases[i].axes;

		if (columns[id].kind == KIND_WORD ? strcmp(*column_word(id, a), *column_word(id, b))
						  : *column_count(id, a) != *column_count(id, b))
			return true;
	}
	return false;
}

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
	*layout = (struct layout){.nr_figures = any_note(summary) ? NR_FIGURES : NR_FIGURES - 1};
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis(id) && id != COLUMN_class && axis_differs(summary, id))
			layout->axes[layout->nr_axes++] = id;
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
	size_t next = 0;

	for (int id = 0; id < NR_COLUMNS; id++) {
		const struct row *axes = summary->cases[0].axes;

		if (next < layout->nr_axes && (int)layout->axes[next] == id) {
			next++;
			continue;
		}
		if (!column_is_axis(id) || id == COLUMN_class || says_nothing(id, axes))
			continue;
		fprintf(out, "%s%s ", before, columns[id].name);
		put_axis(out, id, axes);
		before = ", ";
	}
	if (*before == ',')
		fputs("\n\n", out);
}

static int add_columns(struct libscols_table *table, const struct layout *layout)
{
	for (size_t i = 0; i < layout->nr_axes; i++) {
		const struct column *axis = &columns[layout->axes[i]];
		int flags = axis->kind == KIND_COUNT ? SCOLS_FL_RIGHT : 0;

		if (!scols_table_new_column(table, axis->name, 0, flags))
			return ENOMEM;
	}
	for (size_t i = 0; i < layout->nr_figures; i++)
		if (!scols_table_new_column(table, figures[i].name, 0, figures[i].flags))
			return ENOMEM;
	return 0;
}

// The caller frees it; NULL without memory.
static char *cell_text(const struct layout *layout, size_t i, const struct case_summary *c)
{
	char *text = NULL;
	size_t size;
	FILE *cell = open_memstream(&text, &size);

	if (!cell)
		return NULL;
	if (i < layout->nr_axes)
		put_axis(cell, layout->axes[i], c->axes);
	else
		figures[i - layout->nr_axes].put(cell, c);
	if (ftell(cell) == 0 && i + 1 < layout->nr_axes + NR_FIGURES) /* a note may be blank */
		fputs("-", cell);
	fclose(cell);
	return text;
}

static int add_line(struct libscols_table *table, const struct layout *layout,
		    const struct case_summary *c)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line)
		return ENOMEM;
	for (size_t i = 0; i < layout->nr_axes + layout->nr_figures; i++) {
		char *text = cell_text(layout, i, c);

		if (!text || scols_line_refer_data(line, i, text)) {
			free(text);
			return ENOMEM;
		}
	}
	return 0;
}

// The width of the terminal that `out` is, or 0.
static size_t terminal_width(FILE *out)
{
	struct winsize size;

	if (fileno(out) < 0 || ioctl(fileno(out), TIOCGWINSZ, &size))
		return 0;
	return size.ws_col;
}

// How wide the table is, by its heading; 0 without memory.
static size_t natural_width(struct libscols_table *table)
{
	char *text = NULL;
	size_t width;

	if (scols_print_table_to_string(table, &text))
		return 0;
	width = strcspn(text, "\n");
	free(text);
	return width;
}

// Hides figures, the most dispensable first, until the table is no wider than `width`.
static void narrow(struct libscols_table *table, const struct layout *layout, size_t width)
{
	for (int turn = 1; turn <= NR_FIGURES && natural_width(table) > width; turn++)
		for (size_t i = 0; i < layout->nr_figures; i++)
			if (figures[i].dispensable == turn)
				scols_column_set_flags(
				    scols_table_get_column(table, layout->nr_axes + i),
				    figures[i].flags | SCOLS_FL_HIDDEN);
}

static void print_hidden(struct libscols_table *table, const struct layout *layout, FILE *out)
{
	const char *before = "\nNo room for: ";

	for (size_t i = 0; i < layout->nr_figures; i++)
		if (scols_column_is_hidden(scols_table_get_column(table, layout->nr_axes + i))) {
			fprintf(out, "%s%s", before, figures[i].name);
			before = ", ";
		}
	if (*before == ',')
		fputs(".\n", out);
}

static int print_fitting(struct libscols_table *table, const struct layout *layout, FILE *out)
{
	size_t width = terminal_width(out);
	int error;

	scols_table_enable_minout(table, 1);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	if (width) {
		narrow(table, layout, width);
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
		error = print_fitting(table, layout, out);
	scols_unref_table(table);
	return error;
}

// What the intervals are, and what those of few trials are worth.
static void print_legend(const struct summary *summary, FILE *out)
{
	double coverage[FEWEST_FOR_INTERVAL] = {0};
	const char *before = "; with fewer than 6 trials it is their whole range: ";
	bool few[FEWEST_FOR_INTERVAL] = {false};

	for (size_t i = 0; i < summary->nr_cases; i++) {
		const struct estimate *throughput = &summary->cases[i].throughput;

		if (throughput->nr && throughput->nr < FEWEST_FOR_INTERVAL) {
			few[throughput->nr] = true;
			coverage[throughput->nr] = throughput->coverage;
		}
	}
	fputs("\nMedians of the ok trials; the interval holds the true median with at least 95 % "
	      "probability",
	      out);
	for (int n = 1; n < FEWEST_FOR_INTERVAL; n++) {
		if (!few[n])
			continue;
		fprintf(out, "%s%.3g %% for %d", before, 100 * coverage[n], n);
		before = ", ";
	}
	fputs("; lost is the share of all increments.\n", out);
}

int summary_print(const struct summary *summary, FILE *out)
{
	struct layout layout;
	int error;

	if (!summary->nr_cases) {
		fputs("No trials.\n", out);
		return fflush(out) ? errno : 0;
	}
	choose_columns(&layout, summary);
	print_common(summary, &layout, out);
	error = print_table(summary, &layout, out);
	if (error)
		return error;
	print_legend(summary, out);
	return fflush(out) ? errno : 0;
}
