// SPDX-License-Identifier: MIT

// Charts as gnuplot reads them. Every text passes through gnuplot_quote. In a single-quoted gnuplot
// string nothing is special but the quote, which its manual says to write twice; but gnuplot 5.4
// takes one that is the string's first letter for its end. So a quote leaves the string instead, as
// a string of its own between two concatenations: 'it'."'".'s'. So does an @: its macro expansion,
// which is done before strings are recognized, loses count of quotes and would take '"@x' for one.

#include "harness/figure/gnuplot.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/data/case_name.h"
#include "harness/data/fleet.h"
#include "harness/data/summary.h"
#include "harness/figure/axis.h"
#include "harness/figure/explorations.h"
#include "harness/figure/machines.h"
#include "harness/figure/pairs.h"
#include "harness/figure/ranks_chart.h"
#include "harness/figure/recipe.h"
#include "harness/figure/rungs.h"

static bool is_utf8(const char *text)
{
	json_t *string = json_string(text); /* NULL unless it is UTF-8 */

	json_decref(string);
	/* U+FFFE and U+FFFF are UTF-8, but not XML */
	return string && !strstr(text, "\xef\xbf\xbe") && !strstr(text, "\xef\xbf\xbf");
}

int gnuplot_quote(FILE *out, const char *text)
{
	bool utf8 = is_utf8(text);

	putc('\'', out);
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < ' ' || *p == 0x7f)
			putc(' ', out);
		else if (*p >= 0x80 && !utf8)
			putc('?', out);
		else if (*p == '\'')
			fputs("'.\"'\".'", out);
		else if (*p == '@')
			fputs("'.'@'.'", out);
		else
			putc(*p, out);
	}
	putc('\'', out);
	return ferror(out) ? -1 : 0;
}

static int finish(FILE *out)
{
	errno = 0;
	return fflush(out) || ferror(out) ? (errno ? errno : EIO) : 0;
}

void gnuplot_set_text(FILE *out, const char *variable, const char *text)
{
	fprintf(out, "%s = ", variable);
	gnuplot_quote(out, text);
	fputc('\n', out);
}

// Of many machines: what is over them, and what within one.
static void write_intervals_of_many(FILE *out, const struct chart *chart)
{
	char text[192];

	if (chart->recipe->rows == ROWS_MACHINES)
		snprintf(text, sizeof text,
			 "points: medians of a machine's trials; bars: 95 %% intervals within its "
			 "run; %s%s",
			 chart->machines.of->oversubscribed
			     ? "only machines with fewer PUs than tasks"
			     : "machines with fewer PUs than tasks do "
			       "not count",
			 chart->machines.nr_left_out ? "; the least of all are left out" : "");
	else
		snprintf(
		    text, sizeof text,
		    "points: medians of machines' medians; bars: 95 %% intervals over machines; "
		    "shaded: from the lowest machine to the highest");
	gnuplot_set_text(out, "intervals", text);
}

// What the intervals of this chart are; small numbers of trials make them wider or no intervals.
static void write_intervals(FILE *out, const struct chart *chart)
{
	size_t few = chart->trials_min, many = chart->trials_max;
	char text[192], trials[64];

	if (few == many)
		snprintf(trials, sizeof trials, "%zu trial%s", few, few == 1 ? "" : "s");
	else
		snprintf(trials, sizeof trials, "%zu to %zu trials", few, many);
	if (many == 1)
		snprintf(text, sizeof text, "points: one trial each");
	else if (few >= 6) /* below 6 values no order statistics hold a median with 95 %: stats.h */
		snprintf(text, sizeof text,
			 "points: medians of %s; bars: 95 %% intervals within this run", trials);
	else
		snprintf(text, sizeof text,
			 "points: medians of %s; bars: 95 %% intervals within this run, or the "
			 "whole range below 6 trials",
			 trials);
	gnuplot_set_text(out, "intervals", text);
}

static void write_keys(FILE *out, const char *name, const struct chart_keys *keys)
{
	fprintf(out, "array %s[%u] = [", name, keys->nr);
	for (unsigned i = 0; i < keys->nr; i++) {
		fputs(i ? ", " : "", out);
		gnuplot_quote(out, keys->key[i].label);
	}
	fprintf(out, "]\narray %s_style[%u] = [", name, keys->nr);
	for (unsigned i = 0; i < keys->nr; i++)
		fprintf(out, "%s%u", i ? ", " : "", keys->key[i].style);
	fputs("]\n", out);
}

static void write_axis(FILE *out, const struct chart *chart)
{
	unsigned exact = 0;

	gnuplot_set_text(out, "x_name", axis_word(chart->recipe->x));
	gnuplot_set_text(out, "x_label", axis_label(chart->recipe->x));
	fprintf(out, "array xs[%zu] = [", chart->nr_xs);
	for (size_t i = 0; i < chart->nr_xs; i++)
		fprintf(out, "%s%" PRId64, i ? ", " : "", chart->xs[i]);
	for (size_t i = 0; i < chart->nr_points; i++)
		exact += chart->points[i].line == CHART_EXACT;
	fprintf(out, "]\nexact = %u\n", exact);
	fprintf(out, "fits = %" PRId64 "\ncrowded = %" PRId64 "\n", chart->fits, chart->crowded);
}

static int by_count(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

// The numbers of tasks there are, each once.
static void write_counts(FILE *out, const struct chart *chart)
{
	int64_t *counts = calloc(chart->nr_points + 1, sizeof *counts);
	size_t nr = 0;

	for (size_t i = 0; counts && i < chart->nr_points; i++)
		counts[i] = chart->points[i].of->axes->count;
	if (counts)
		qsort(counts, chart->nr_points, sizeof *counts, by_count);
	for (size_t i = 0; counts && i < chart->nr_points; i++)
		if (nr == 0 || counts[nr - 1] != counts[i])
			counts[nr++] = counts[i];
	fprintf(out, "array counts[%zu] = [", nr);
	for (size_t i = 0; i < nr; i++)
		fprintf(out, "%s%" PRId64, i ? ", " : "", counts[i]);
	fputs("]\n", out);
	free(counts);
}

static void write_pus(FILE *out, const struct pairs *pairs)
{
	if (pairs->nr_pus == 0)
		return;
	fprintf(out, "array pu[%u] = [", pairs->nr_pus);
	for (unsigned i = 0; i < pairs->nr_pus; i++)
		fprintf(out, "%s%d", i ? ", " : "", pairs->pus[i]);
	fputs("]\n", out);
}

// How many PUs each machine's grid has, and how many machines have none of the grids.
static void write_grids(FILE *out, const struct machines *machines)
{
	if (!machines->nr_pairs)
		return;
	fprintf(out, "array pus[%zu] = [", machines->nr_pairs);
	for (size_t i = 0; i < machines->nr_pairs; i++)
		fprintf(out, "%s%u", i ? ", " : "", machines->pairs[i].nr_pus);
	fprintf(out, "]\nleft_out = %zu\n", machines->nr_pairs_left_out);
}

static void write_points(FILE *out, const struct chart *chart)
{
	write_axis(out, chart);
	write_counts(out, chart);
	write_pus(out, &chart->pairs);
	write_grids(out, &chart->machines);
	fprintf(out, "rungs = %u\n", chart->rungs.nr);
	if (chart->recipe->ranks)
		ranks_write_script(out, chart);
}

static void write_machines(FILE *out, const struct machines *machines)
{
	size_t longest = 0;
	char name[1024];

	for (size_t i = 0; i < machines->nr; i++)
		if (strlen(machines->row[i].machine->label) > longest)
			longest = strlen(machines->row[i].machine->label);
	fprintf(out, "rows_of_machines = %zu\nlongest = %zu\n", machines->nr, longest);
	gnuplot_set_text(out, "what", case_name(machines->of->axes, true, name, sizeof name));
}

int gnuplot_write_script(FILE *out, const struct chart *chart, const char *plots,
			 const char *machine, const char *date)
{
	fprintf(out,
		"# Draw again, for example: gnuplot -e \"format='png'; theme='dark'; size='4:3'\" "
		"%s.gp\n",
		chart->figure->name);
	gnuplot_set_text(out, "name", chart->figure->name);
	gnuplot_set_text(out, "finding", chart->title);
	gnuplot_set_text(out, "lesson", chart->figure->lesson ? chart->figure->lesson : "");
	gnuplot_set_text(out, "machine", machine);
	gnuplot_set_text(out, "date", date);
	if (chart->material->fleet)
		write_intervals_of_many(out, chart);
	else
		write_intervals(out, chart);
	write_keys(out, "panel", &chart->panels);
	write_keys(out, "line", &chart->lines);
	write_keys(out, "kind", &chart->kinds);
	fprintf(out, "machines = %zu\n", chart->material->fleet ? chart->material->fleet->nr : 0);
	if (explorations_are(chart))
		explorations_write_script(out, chart);
	else if (machines_are(chart))
		write_machines(out, &chart->machines);
	else
		write_points(out, chart);
	gnuplot_set_text(out, "plots", plots);
	fprintf(out, "load plots.'/common.gp'\nload plots.'/'.name.'%s.gp'\n",
		chart->machines.nr_pairs ? "_many" : "");
	return finish(out);
}
