// SPDX-License-Identifier: MIT

// The table of figures, and one function each for what treats figures and columns of row.def alike.

#include "harness/data/summary_columns.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/number.h"

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

static void put_spread(FILE *cell, const struct case_summary *c)
{
	double spread = estimate_spread(&c->throughput);

	if (!isfinite(spread))
		return;
	number_put(cell, 100 * spread);
	fputs(" %", cell);
}

static void put_trials(FILE *cell, const struct case_summary *c)
{
	size_t nr = 0;

	for (int i = 0; i < NR_OUTCOMES; i++)
		nr += c->outcomes[i];
	fprintf(cell, "%zu", nr);
}

static double throughput(const struct case_summary *c)
{
	return c->throughput.median;
}

static double cost(const struct case_summary *c)
{
	return c->ns_per_op.median;
}

static double goodput(const struct case_summary *c)
{
	return c->goodput.median;
}

static double lost(const struct case_summary *c)
{
	if (!c->lost_share.nr)
		return NAN;
	return c->ops ? (double)c->lost / (double)c->ops : 0;
}

static double spread(const struct case_summary *c)
{
	return estimate_spread(&c->throughput);
}

static double trials(const struct case_summary *c)
{
	double nr = 0;

	for (int i = 0; i < NR_OUTCOMES; i++)
		nr += (double)c->outcomes[i];
	return nr;
}

// A figure without a number is text; one without put() is shown as its number; one of a column is
// that column's median under a shorter name.
static const struct figure {
	const char *name;
	const char *csv; /* its name in trials.csv, if another */
	void (*put)(FILE *cell, const struct case_summary *c);
	double (*number)(const struct case_summary *c);
	enum column_id column; /* without put() and number() */
	bool left;	       /* a number that does not stand at the right */
	int dispensable;
} figures[] = {
    [SUMMARY_THROUGHPUT - NR_COLUMNS] = {.name = "throughput",
					 .csv = "throughput_per_s",
					 .put = put_throughput,
					 .number = throughput},
    [SUMMARY_INTERVAL - NR_COLUMNS] =
	{.name = "interval", .put = put_interval, .number = spread, .left = true, .dispensable = 3},
    [SUMMARY_COST - NR_COLUMNS] =
	{.name = "ns/op", .csv = "ns_per_op", .put = put_cost, .number = cost, .dispensable = 4},
    [SUMMARY_LOST -
	NR_COLUMNS] = {.name = "lost", .csv = "lost_share", .put = put_lost, .number = lost},
    [SUMMARY_GOODPUT - NR_COLUMNS] = {.name = "goodput",
				      .csv = "goodput_per_s",
				      .put = put_goodput,
				      .number = goodput,
				      .dispensable = 1},
    [SUMMARY_OUTCOMES - NR_COLUMNS] = {.name = "outcomes", .put = put_outcomes, .dispensable = 5},
    [SUMMARY_NOTE - NR_COLUMNS] = {.name = "note", .put = put_note, .dispensable = 2},
    [SUMMARY_SPREAD - NR_COLUMNS] = {.name = "spread", .put = put_spread, .number = spread},
    [SUMMARY_TRIALS - NR_COLUMNS] = {.name = "trials", .put = put_trials, .number = trials},
    [SUMMARY_LATENCY - NR_COLUMNS] = {.name = "latency", .column = COLUMN_latency_p50_ns},
    [SUMMARY_HANDOFF - NR_COLUMNS] = {.name = "handoff", .column = COLUMN_handoff_ns},
    [SUMMARY_SPIN - NR_COLUMNS] = {.name = "spin", .column = COLUMN_spin_ns},
    [SUMMARY_STEAL - NR_COLUMNS] = {.name = "steal", .column = COLUMN_steal_ns},
};

// The figure of a column that is one, else NULL.
static const struct figure *figure_of(int column)
{
	return column < NR_COLUMNS ? NULL : &figures[column - NR_COLUMNS];
}

// A figure's column of row.def, or the column that is one itself; -1 for a figure of its own.
static int row_column(int column)
{
	const struct figure *figure = figure_of(column);

	if (!figure)
		return column;
	return figure->put || figure->number ? -1 : (int)figure->column;
}

// Words of single trials (cpus, detail) and their places say nothing of a case.
static bool is_offered(int column)
{
	if (column >= NR_COLUMNS || column_is_axis(column))
		return true;
	return columns[column].kind != KIND_WORD && column > COLUMN_outcome;
}

const char *summary_column_name(int column)
{
	return column < NR_COLUMNS ? columns[column].name : figure_of(column)->name;
}

static bool is_called(int column, const char *name)
{
	const struct figure *figure = figure_of(column);

	return strcmp(summary_column_name(column), name) == 0 ||
	       (figure && figure->csv && strcmp(figure->csv, name) == 0);
}

static int complain_column(const char *name, struct complaint *c)
{
	const char *names[SUMMARY_COLUMNS_END], *guess;
	size_t nr = 0;

	for (int column = 0; column < SUMMARY_COLUMNS_END; column++)
		if (is_offered(column))
			names[nr++] = summary_column_name(column);
	guess = nearest_name(name, names, nr);
	if (guess)
		return complain(c, "'%s' is no column; did you mean '%s'?", name, guess);
	return complain(c,
			"'%s' is no column; use structure, sync, task, count, throughput, lost, "
			"spread, ...: racelab show --help has all",
			name);
}

// Figures come first: the share that was lost is meant, not the number.
int summary_column_find(const char *name, struct complaint *c)
{
	for (int column = SUMMARY_COLUMNS_END; column-- > 0;)
		if (is_offered(column) && is_called(column, name))
			return column;
	return complain_column(name, c);
}

const char *summary_column_names(char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < SUMMARY_COLUMNS_END && used < size; i++) {
		/* axes, figures, then the medians of all else */
		bool axes = i < COLUMN_outcome || i == COLUMN_readers;

		if (is_offered(i) && (axes || i >= NR_COLUMNS))
			used += (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "",
						 summary_column_name(i));
	}
	return text;
}

bool summary_column_is_text(int column)
{
	const struct figure *figure = figure_of(column);

	if (figure)
		return figure->put && !figure->number;
	return columns[column].kind == KIND_WORD;
}

bool summary_column_is_right(int column)
{
	const struct figure *figure = figure_of(column);

	return !summary_column_is_text(column) && !(figure && figure->left);
}

int summary_column_dispensable(int column)
{
	const struct figure *figure = figure_of(column);

	return figure ? figure->dispensable : 0;
}

static double number_in(const struct row *row, enum column_id id)
{
	int64_t count;

	if (columns[id].kind == KIND_REAL)
		return *column_real(id, row);
	count = *column_count(id, row);
	return count == COUNT_EMPTY ? NAN : (double)count;
}

static double median_of(enum column_id id, const struct case_summary *c)
{
	double *values = calloc(c->nr_ok + 1, sizeof *values), median = NAN;
	size_t nr = 0;

	for (size_t i = 0; values && i < c->nr_ok; i++) {
		double value = number_in(c->ok[i], id);

		if (isfinite(value))
			values[nr++] = value;
	}
	if (nr)
		median = median_estimate(values, nr, 0.95).median;
	free(values);
	return median;
}

double summary_column_number(int column, const struct case_summary *c)
{
	const struct figure *figure = figure_of(column);
	int id = row_column(column);

	if (summary_column_is_text(column))
		return NAN;
	if (figure && figure->number)
		return figure->number(c);
	return column_is_axis(id) ? number_in(c->axes, id) : median_of(id, c);
}

void summary_column_put(FILE *cell, int column, const struct case_summary *c)
{
	const struct figure *figure = figure_of(column);
	double number;

	if (figure && figure->put) {
		figure->put(cell, c);
		return;
	}
	if (summary_column_is_text(column)) {
		fputs(*column_word(column, c->axes), cell);
		return;
	}
	if (column < NR_COLUMNS && column_is_axis(column)) { /* 24 of 10^9 slots are not rounded */
		if (*column_count(column, c->axes) != COUNT_EMPTY)
			fprintf(cell, "%lld", (long long)*column_count(column, c->axes));
		return;
	}
	number = summary_column_number(column, c);
	if (isfinite(number))
		number_put(cell, number);
}

char *summary_column_text(int column, const struct case_summary *c)
{
	char *text = NULL;
	size_t size;
	FILE *cell = open_memstream(&text, &size);

	if (!cell)
		return NULL;
	summary_column_put(cell, column, c);
	fclose(cell);
	return text;
}

bool summary_column_varies(const struct summary *summary, enum column_id axis)
{
	for (size_t i = 1; i < summary->nr_cases; i++)
		if (column_compare(axis, summary->cases[0].axes, summary->cases[i].axes))
			return true;
	return false;
}
