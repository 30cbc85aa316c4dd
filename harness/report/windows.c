// SPDX-License-Identifier: MIT

// The raw windows: one point a trial, in the order of time, for the page's script to draw. They are
// lists side by side, because objects would say each name as often as there are trials.

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/data/case_name.h"
#include "harness/data/summary.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/report/report.h"

enum {
	MOST_POINTS = 20000, /* half a megabyte; a screen has no more columns than that */
};

// Every how many rows one is shown.
static size_t stride(const struct rows *rows)
{
	return (rows->nr_rows + MOST_POINTS - 1) / MOST_POINTS + (rows->nr_rows == 0);
}

static json_t *number(double x)
{
	return isfinite(x) ? json_real(x) : json_null();
}

static json_t *count(int64_t n)
{
	return n == COUNT_EMPTY ? json_null() : json_integer(n);
}

static json_t *case_names(const struct summary *summary)
{
	json_t *names = json_array();
	char name[1024];

	for (size_t i = 0; i < summary->nr_cases; i++)
		json_array_append_new(
		    names, json_string(case_name(summary->cases[i].axes, true, name, sizeof name)));
	return names;
}

static json_t *outcome_list(void)
{
	json_t *names = json_array();

	for (int i = 0; i < NR_OUTCOMES; i++)
		json_array_append_new(names, json_string(outcome_names[i]));
	return names;
}

// Rows are appended as their trials end, so the file's order is that of time.
static void add_points(json_t *data, const struct report *report, size_t step)
{
	json_t *cases = json_array(), *blocks = json_array(), *rates = json_array();
	json_t *handoffs = json_array(), *outcomes = json_array();

	for (size_t i = 0; i < report->rows->nr_rows; i += step) {
		const struct row *row = &report->rows->row[i];

		json_array_append_new(cases, json_integer(report->summary->case_of[i]));
		json_array_append_new(blocks, count(row->block));
		json_array_append_new(rates, number(row->throughput_per_s));
		json_array_append_new(handoffs, number(row->handoff_ns));
		json_array_append_new(outcomes, json_integer(outcome_find(row->outcome)));
	}
	json_object_set_new(data, "case", cases);
	json_object_set_new(data, "block", blocks);
	json_object_set_new(data, "rate", rates);
	json_object_set_new(data, "handoff", handoffs);
	json_object_set_new(data, "outcome", outcomes);
}

void place_windows_data(const struct report *report, FILE *out)
{
	size_t step = stride(report->rows);
	json_t *data = json_pack("{s:I, s:o, s:o}", "step", (json_int_t)step, "cases",
				 case_names(report->summary), "outcomes", outcome_list());

	assert(data);
	add_points(data, report, step);
	html_json(out, data);
}

void place_windows(const struct report *report, FILE *out)
{
	size_t step = stride(report->rows);

	if (report->fleet)
		fputs("<p>Here machine comes after machine, in the order of the table below; on "
		      "each, trial after trial.</p>\n",
		      out);
	if (step > 1)
		fprintf(
		    out,
		    "<p class=\"missing\">Of %zu trials one in %zu is shown here, so that the page "
		    "stays small; the figures and the table are made of all.</p>\n",
		    report->rows->nr_rows, step);
}
