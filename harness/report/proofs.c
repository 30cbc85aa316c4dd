// SPDX-License-Identifier: MIT

// What racelab explore found of the strategies that the run raced: DIR/explore-verdicts.csv. One
// that is not in it was not explored, and the page says so: no word is no proof.

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/explored.h"
#include "harness/data/summary.h"
#include "harness/data/source.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/report/report.h"

static const char *const models[EXPLORED_MODEL_COLUMNS] = {"sc", "tso", "rc11"};

// The strategy's row of that model, "" for none in particular; NULL if there is none.
static const struct explored_verdict *find(const struct explored *explored, const char *strategy,
					   const char *model)
{
	const struct explored_verdict *row = explored_verdicts(explored);

	for (size_t i = 0; i < explored->nr[EXPLORED_VERDICTS]; i++, row++)
		if (strcmp(row->strategy, strategy) == 0 && strcmp(row->model, model) == 0)
			return row;
	return NULL;
}

static const char *class_of(const struct explored_verdict *row)
{
	if (row && strcmp(row->verdict, "proved") == 0)
		return "pass";
	return row && strcmp(row->verdict, "violated") == 0 ? "fail" : "missing";
}

// "violated: lost update", "incomplete: no more memory", "not explored"
static void put_words(const struct explored_verdict *row, FILE *out)
{
	html_text(out, row ? row->verdict : "not explored");
	if (row && (row->wrongs[0] || row->detail[0])) {
		fputs(": ", out);
		html_text(out, row->wrongs[0] ? row->wrongs : row->detail);
	}
}

// The bounds are the same under all models.
static const char *put_models(const struct explored *explored, const char *strategy, FILE *out)
{
	const char *bounds = "";

	for (size_t i = 0; i < EXPLORED_MODEL_COLUMNS; i++) {
		const struct explored_verdict *row = find(explored, strategy, models[i]);

		fprintf(out, "<td class=\"%s\">", class_of(row));
		put_words(row, out);
		fputs("</td>", out);
		if (row)
			bounds = row->bounds;
	}
	return bounds;
}

static void put_strategy(const struct explored *explored, const char *strategy, FILE *out)
{
	const struct explored_verdict *whole = find(explored, strategy, "");
	const char *bounds = "";

	fputs("<tr><th scope=\"row\">", out);
	html_text(out, strategy);
	fputs("</th>", out);
	if (whole) {
		fprintf(out, "<td class=\"missing\" colspan=\"%d\">", EXPLORED_MODEL_COLUMNS);
		put_words(whole, out);
		fputs("</td>", out);
	} else {
		bounds = put_models(explored, strategy, out);
	}
	fputs("<td>", out);
	html_text(out, bounds);
	fputs("</td></tr>\n", out);
}

static bool is_first(const struct summary *summary, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(summary->cases[j].axes->sync, summary->cases[i].axes->sync) == 0)
			return false;
	return true;
}

static void put_table(const struct report *report, const struct explored *explored, FILE *out)
{
	fputs("<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
	      "aria-labelledby=\"proofs-caption\">\n"
	      "<table><caption id=\"proofs-caption\">Each strategy under three models of what a "
	      "machine may reorder: <code>sc</code> nothing, <code>tso</code> what x86 does, "
	      "<code>rc11</code> what C11 and arm64 allow. Proved: all that the model allows was "
	      "tried, within these bounds and for no more tasks than that. "
	      "<code>racelab explore NAME</code> shows how a violated one goes wrong.</caption>\n"
	      "<thead><tr><th scope=\"col\">strategy</th><th scope=\"col\">sc</th>"
	      "<th scope=\"col\">tso</th><th scope=\"col\">rc11</th>"
	      "<th scope=\"col\">within</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < report->summary->nr_cases; i++)
		if (is_first(report->summary, i))
			put_strategy(explored, report->summary->cases[i].axes->sync, out);
	fputs("</tbody></table></div>\n", out);
}

static void put_missing(const struct report *report, const char *bad, FILE *out)
{
	fputs("<p class=\"missing\">Not explored", out);
	if (*bad) {
		fputs(", as far as can be told: ", out);
		html_text(out, bad);
	}
	fputs(". To find out: <code>racelab explore --figures ", out);
	html_text(out, source_of(report->directory) ? "DIR" : report->directory);
	fputs("</code></p>\n", out);
}

// What is proved holds on every machine, and lies beside a run.
static void put_missing_of_many(FILE *out)
{
	fputs("<p class=\"missing\">Not explored. A proof is of no one machine: <code>racelab "
	      "explore --all</code></p>\n",
	      out);
}

void place_proofs(const struct report *report, FILE *out)
{
	struct explored explored;
	struct complaint c;

	if (report->fleet) {
		put_missing_of_many(out);
		return;
	}
	if (explored_load(&explored, report->directory, &c))
		abort(); /* no memory */
	if (explored.nr[EXPLORED_VERDICTS])
		put_table(report, &explored, out);
	else
		put_missing(report, explored.bad[EXPLORED_VERDICTS], out);
	explored_fini(&explored);
}
