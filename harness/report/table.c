// SPDX-License-Identifier: MIT

// The summary table: one row a case, and what it can be filtered by. Each cell carries the value
// that it is sorted by.

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "harness/data/column.h"
#include "harness/data/number.h"
#include "harness/data/summary.h"
#include "harness/data/summary_columns.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/report/report.h"

enum {
	FEWEST_FOR_INTERVAL = 6, /* 1 - 2 / 2^5 < 0.95: see estimate.h */
};

static const struct estimate *estimate_of(const struct case_summary *of, size_t offset)
{
	return (const struct estimate *)(const void *)((const char *)of + offset);
}

#define ESTIMATE(name) offsetof(struct case_summary, name)

static void put_rate(FILE *cell, const struct estimate *e)
{
	number_put_rate(cell, e);
}

static void put_interval(FILE *cell, const struct estimate *e)
{
	number_put_interval(cell, e);
}

static void put_median(FILE *cell, const struct estimate *e)
{
	number_put(cell, e->median);
}

// Figures with an estimate. What was lost is the sum's, and stands before goodput.
static const struct figure_column {
	const char *name, *meaning;
	size_t offset;
	void (*put)(FILE *cell, const struct estimate *e);
	bool sorted_by_width;
} figures[] = {
    {"throughput", "increments per second, all tasks, median", ESTIMATE(throughput), put_rate, 0},
    {"interval", "95 % interval of the throughput", ESTIMATE(throughput), put_interval, 1},
    {"goodput", "increments kept per second, all tasks", ESTIMATE(goodput), put_rate, 0},
    {"ns/op", "ns an increment takes one task", ESTIMATE(ns_per_op), put_median, 0},
    {"handoff, ns", "time for a cache line between two tasks", ESTIMATE(handoff_ns), put_median, 0},
};

enum {
	NR_FIGURES = sizeof figures / sizeof figures[0],
	LOST_BEFORE = 2,
};

static bool is_shown(const struct summary *summary, enum column_id id)
{
	if (id == COLUMN_structure || id == COLUMN_sync || id == COLUMN_class ||
	    id == COLUMN_task || id == COLUMN_count)
		return true;
	return column_is_axis(id) && summary_column_varies(summary, id);
}

static void put_heading(FILE *out, const char *name, const char *meaning, bool number)
{
	fprintf(out, "<th scope=\"col\"%s title=\"", number ? " class=\"number\"" : "");
	html_text(out, meaning);
	fputs("\">", out);
	html_text(out, name);
	fputs("</th>", out);
}

static void put_headings(const struct summary *summary, FILE *out)
{
	fputs("<thead><tr>", out);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (is_shown(summary, id))
			put_heading(out, columns[id].name, columns[id].meaning,
				    columns[id].kind == KIND_COUNT);
	for (size_t i = 0; i < NR_FIGURES; i++) {
		if (i == LOST_BEFORE)
			put_heading(out, "lost", "share of all increments of the case", true);
		put_heading(out, figures[i].name, figures[i].meaning, true);
	}
	put_heading(out, "outcomes", "how its trials ended", false);
	fputs("</tr></thead>\n", out);
}

static void begin_number(FILE *out, double value)
{
	fputs("<td class=\"number\"", out);
	if (isfinite(value))
		fprintf(out, " data-value=\"%.9g\"", value);
	fputs(">", out);
}

static void put_axis(FILE *out, enum column_id id, const struct row *axes)
{
	if (columns[id].kind == KIND_COUNT) {
		int64_t count = *column_count(id, axes);

		begin_number(out, count == COUNT_EMPTY ? NAN : (double)count);
		if (count != COUNT_EMPTY)
			fprintf(out, "%lld", (long long)count);
		fputs("</td>", out);
		return;
	}
	fputs(id == COLUMN_sync ? "<th scope=\"row\">" : "<td>", out);
	html_text(out, *column_word(id, axes));
	fputs(id == COLUMN_sync ? "</th>" : "</td>", out);
}

static void put_figure(FILE *out, const struct figure_column *figure, const struct case_summary *of)
{
	const struct estimate *e = estimate_of(of, figure->offset);

	begin_number(out, !e->nr		    ? NAN
			  : figure->sorted_by_width ? (e->high - e->low) / e->median
						    : e->median);
	if (e->nr)
		figure->put(out, e);
	fputs("</td>", out);
}

static void put_lost(FILE *out, const struct case_summary *of)
{
	begin_number(out, of->lost_share.nr && of->ops ? (double)of->lost / (double)of->ops : NAN);
	if (of->lost_share.nr)
		number_put_lost(out, of->lost, of->ops);
	fputs("</td>", out);
}

static void put_outcomes(FILE *out, const struct case_summary *of)
{
	const char *separator = "";

	fputs("<td>", out);
	for (int i = 0; i < NR_OUTCOMES; i++)
		if (of->outcomes[i]) {
			fprintf(out, "%s%zu %s", separator, of->outcomes[i], outcome_names[i]);
			separator = ", ";
		}
	fputs(of->oversubscribed ? ", oversubscribed</td>" : "</td>", out);
}

static void put_case(FILE *out, const struct summary *summary, const struct case_summary *of)
{
	fputs("<tr data-structure=\"", out);
	html_text(out, of->axes->structure);
	fputs("\" data-class=\"", out);
	html_text(out, of->axes->class);
	fputs("\" data-task=\"", out);
	html_text(out, of->axes->task);
	fputs("\">", out);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (is_shown(summary, id))
			put_axis(out, id, of->axes);
	for (size_t i = 0; i < NR_FIGURES; i++) {
		if (i == LOST_BEFORE)
			put_lost(out, of);
		put_figure(out, &figures[i], of);
	}
	put_outcomes(out, of);
	fputs("</tr>\n", out);
}

void place_table(const struct report *report, FILE *out)
{
	put_headings(report->summary, out);
	fputs("<tbody>\n", out);
	for (size_t i = 0; i < report->summary->nr_cases; i++)
		put_case(out, report->summary, &report->summary->cases[i]);
	fputs("</tbody>\n", out);
}

// One choice of an axis' values, in the order of the cases.
static void put_choices(const struct summary *summary, enum column_id id, FILE *out)
{
	fprintf(out, "<label>%s <select data-filter=\"%s\"><option value=\"\">all</option>",
		columns[id].name, columns[id].name);
	for (size_t i = 0; i < summary->nr_cases; i++) {
		const char *word = *column_word(id, summary->cases[i].axes);
		bool seen = !*word;

		for (size_t j = 0; j < i && !seen; j++)
			seen = strcmp(word, *column_word(id, summary->cases[j].axes)) == 0;
		if (seen)
			continue;
		fputs("<option>", out);
		html_text(out, word);
		fputs("</option>", out);
	}
	fputs("</select></label>\n", out);
}

void place_filters(const struct report *report, FILE *out)
{
	put_choices(report->summary, COLUMN_structure, out);
	put_choices(report->summary, COLUMN_class, out);
	put_choices(report->summary, COLUMN_task, out);
}

static bool any_few(const struct summary *summary)
{
	for (size_t i = 0; i < summary->nr_cases; i++)
		if (summary->cases[i].throughput.nr &&
		    summary->cases[i].throughput.nr < FEWEST_FOR_INTERVAL)
			return true;
	return false;
}

void place_legend(const struct report *report, FILE *out)
{
	if (report->fleet) {
		fputs("Medians over the machines' medians; the interval is over machines. Lost is "
		      "the share of all increments of the case, on all machines. An empty cell was "
		      "not measured.",
		      out);
		return;
	}
	fprintf(out,
		"Medians of the ok trials; within this run, the interval holds the true median "
		"with at least 95 %% probability%s. Lost is the share of all increments of the "
		"case. An empty cell "
		"was not measured.",
		any_few(report->summary)
		    ? " (with fewer than 6 trials it is their whole range, and less sure)"
		    : "");
}
