// SPDX-License-Identifier: MIT

// What the two figures of explorations have in common with no other, and what gnuplot reads of
// them.

#include "harness/figure/explorations.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/data/row.h"
#include "harness/figure/gnuplot.h"
#include "harness/figure/recipe.h"

bool explorations_are(const struct chart *chart)
{
	return chart->recipe->rows == ROWS_INTERLEAVINGS || chart->recipe->rows == ROWS_MODELS;
}

enum explored_file explorations_file(const struct chart *chart)
{
	return chart->recipe->rows == ROWS_MODELS ? EXPLORED_MODELS : EXPLORED_INTERLEAVINGS;
}

int explorations_check(const struct chart *chart, struct complaint *c)
{
	const struct explored *explored = chart->material->explored;
	enum explored_file file = explorations_file(chart);

	if (explored && explored->nr[file])
		return 0;
	if (explored && explored->bad[file][0])
		return complain(c, "%s: %s; racelab explore --figures DIR writes it anew",
				chart->figure->name, explored->bad[file]);
	return complain(c, "%s: %s", chart->figure->name, chart->recipe->needs);
}

const char *explorations_machine(const struct chart *chart)
{
	const struct explored *explored = chart->material->explored;

	if (explorations_file(chart) == EXPLORED_MODELS)
		return explored_programs(explored)->machine;
	return explored_counters(explored)->machine;
}

double explorations_counted(const struct explored *explored, const struct explored_counter *row)
{
	const struct explored_counter *rows = explored_counters(explored);
	int64_t all = 0;

	for (size_t i = 0; i < explored->nr[EXPLORED_INTERLEAVINGS]; i++)
		if (rows[i].ops == row->ops)
			all += rows[i].interleavings;
	return all > 0 ? (double)row->interleavings / (double)all : NAN;
}

double explorations_measured(const struct explored_counter *row)
{
	return row->raced == COUNT_EMPTY ? NAN : (double)row->seen / (double)row->raced;
}

static void put_count(FILE *out, int64_t count)
{
	fputc(',', out);
	if (count != COUNT_EMPTY)
		fprintf(out, "%" PRId64, count);
}

static void put_share(FILE *out, double share)
{
	fputc(',', out);
	if (!isnan(share))
		fprintf(out, "%.9g", share);
}

static void write_counters(FILE *out, const struct explored *explored)
{
	const struct explored_counter *row = explored_counters(explored);

	fputs("tasks,ops,value,interleavings,counted,raced,seen,measured\n", out);
	for (size_t i = 0; i < explored->nr[EXPLORED_INTERLEAVINGS]; i++, row++) {
		fprintf(out, "%" PRId64 ",%" PRId64 ",%" PRId64, row->tasks, row->ops, row->value);
		put_count(out, row->interleavings);
		put_share(out, explorations_counted(explored, row));
		put_count(out, row->raced);
		put_count(out, row->seen);
		put_share(out, explorations_measured(row));
		fputc('\n', out);
	}
}

static int64_t allowance(const char *word)
{
	return *word ? strcmp(word, "allowed") == 0 : COUNT_EMPTY;
}

// The script has the names.
static void write_programs(FILE *out, const struct explored *explored)
{
	const struct explored_program *row = explored_programs(explored);

	fputs("row,outcome,tasks,sc,tso,rc11,raced,seen,crowded\n", out);
	for (size_t i = 0; i < explored->nr[EXPLORED_MODELS]; i++, row++) {
		fprintf(out, "%zu,%" PRId64 ",%" PRId64, i + 1, row->outcome, row->tasks);
		for (int model = 0; model < EXPLORED_MODEL_COLUMNS; model++)
			put_count(out, allowance(row->verdict[model]));
		put_count(out, row->raced);
		put_count(out, row->seen);
		put_count(out, row->raced != COUNT_EMPTY && row->detail[0]);
		fputc('\n', out);
	}
}

void explorations_write_csv(FILE *out, const struct chart *chart)
{
	const struct explored *explored = chart->material->explored;

	if (explorations_file(chart) == EXPLORED_MODELS)
		write_programs(out, explored);
	else
		write_counters(out, explored);
}

// From where to where the rows of a number of increments go, or else 0.
static size_t next_ops(const struct explored *explored, size_t from)
{
	const struct explored_counter *rows = explored_counters(explored);
	size_t to = from;

	while (to < explored->nr[EXPLORED_INTERLEAVINGS] && rows[to].ops == rows[from].ops)
		to++;
	return to;
}

static void write_panels(FILE *out, const struct explored *explored)
{
	const struct explored_counter *rows = explored_counters(explored);
	size_t nr = explored->nr[EXPLORED_INTERLEAVINGS], nr_panels = 0, panel = 1;

	for (size_t i = 0; i < nr; i = next_ops(explored, i))
		nr_panels++;
	fprintf(out, "array ops[%zu]\narray first_value[%zu]\narray last_value[%zu]\n", nr_panels,
		nr_panels, nr_panels);
	for (size_t i = 0; i < nr; i = next_ops(explored, i), panel++)
		fprintf(out,
			"ops[%zu] = %" PRId64 "; first_value[%zu] = %" PRId64
			"; last_value[%zu] = %" PRId64 "\n",
			panel, rows[i].ops, panel, rows[i].value, panel,
			rows[next_ops(explored, i) - 1].value);
	fprintf(out, "tasks = %" PRId64 "\n", rows->tasks);
}

static void write_names(FILE *out, const struct explored *explored)
{
	const struct explored_program *rows = explored_programs(explored);
	size_t nr = explored->nr[EXPLORED_MODELS];

	fprintf(out, "array program[%zu]\n", nr);
	for (size_t i = 0; i < nr; i++) {
		char name[48];

		snprintf(name, sizeof name, "program[%zu]", i + 1);
		gnuplot_set_text(out, name, rows[i].program);
	}
}

void explorations_write_script(FILE *out, const struct chart *chart)
{
	const struct explored *explored = chart->material->explored;

	if (explorations_file(chart) == EXPLORED_MODELS)
		write_names(out, explored);
	else
		write_panels(out, explored);
}
