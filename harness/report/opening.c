// SPDX-License-Identifier: MIT

// The head of the report: what was measured, when, and on what.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "harness/data/summary.h"
#include "harness/export/fact.h"
#include "harness/data/fleet.h"
#include "harness/report/html.h"
#include "harness/report/machines.h"
#include "harness/report/page.h"
#include "harness/report/report.h"
#include "harness/verdict/verdict.h"

static const char *host(const struct report *report, const char *key)
{
	return fact_text(report->verdict, "host", key);
}

static const char *name_of_place(const struct report *report)
{
	return *host(report, "cpu_model") ? host(report, "cpu_model") : report->directory;
}

void place_title(const struct report *report, FILE *out)
{
	if (report->title) {
		html_text(out, report->title);
		return;
	}
	if (report->fleet) {
		machines_put_title(report, out);
		return;
	}
	fputs("Race conditions on ", out);
	html_text(out, name_of_place(report));
	if (*host(report, "name")) {
		fputs(" (", out);
		html_text(out, host(report, "name"));
		fputs(")", out);
	}
}

// How many different values of one axis the cases have.
static size_t nr_different(const struct summary *summary, const char *(*word)(const struct row *))
{
	size_t nr = 0;

	for (size_t i = 0; i < summary->nr_cases; i++) {
		bool seen = false;

		for (size_t j = 0; j < i && !seen; j++)
			seen =
			    strcmp(word(summary->cases[i].axes), word(summary->cases[j].axes)) == 0;
		nr += !seen;
	}
	return nr;
}

static const char *structure(const struct row *row)
{
	return row->structure;
}

static const char *strategy(const struct row *row)
{
	return row->sync;
}

static void put_count(FILE *out, size_t nr, const char *one, const char *many)
{
	fprintf(out, "%zu %s", nr, nr == 1 ? one : many);
}

static int64_t most_tasks(const struct summary *summary)
{
	int64_t most = 0;

	for (size_t i = 0; i < summary->nr_cases; i++)
		if (summary->cases[i].axes->count > most)
			most = summary->cases[i].axes->count;
	return most;
}

static void put_matrix(const struct report *report, FILE *out)
{
	const struct summary *summary = report->summary;

	put_count(out, report->rows->nr_rows, "trial", "trials");
	fputs(" of ", out);
	put_count(out, summary->nr_cases, "case", "cases");
	fputs(" (", out);
	put_count(out, nr_different(summary, structure), "structure", "structures");
	fputs(", ", out);
	put_count(out, nr_different(summary, strategy), "strategy", "strategies");
	fprintf(out, ", up to %lld task%s) were measured", (long long)most_tasks(summary),
		most_tasks(summary) == 1 ? "" : "s");
}

// "2026-11-22T10:04:49Z" as " on 2026-11-22 from 10:04 to 10:05 UTC".
static void put_time(const struct report *report, FILE *out)
{
	time_t start = fact_time(report->verdict, "start");
	time_t end = fact_time(report->verdict, "end");
	char from[64], to[32];
	struct tm utc;

	if (start < 0)
		return;
	strftime(from, sizeof from, " on %Y-%m-%d from %H:%M", gmtime_r(&start, &utc));
	fputs(from, out);
	if (end >= start) {
		strftime(to, sizeof to, " to %H:%M", gmtime_r(&end, &utc));
		fputs(to, out);
	}
	fputs(" UTC", out);
}

static void put_place(const struct report *report, FILE *out)
{
	static const char *const keys[] = {"cpu_model", "topology", "kernel"};
	const char *before = " on ";
	char quota[64];

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (!*host(report, keys[i]))
			continue;
		fputs(before, out);
		html_text(out, host(report, keys[i]));
		before = "; ";
	}
	fputs(".", out);
	if (strcmp(host(report, "virtualization"), "none") != 0 && *host(report, "virtualization"))
		fputs(" It is a virtual machine, so other guests can change its speed at any time.",
		      out);
	if (*fact_quota(report->verdict, quota, sizeof quota))
		fprintf(out, " A CPU quota allowed %s.", quota);
}

void place_opening(const struct report *report, FILE *out)
{
	put_matrix(report, out);
	if (report->fleet) {
		machines_put_opening(report, out);
		return;
	}
	put_time(report, out);
	put_place(report, out);
	if (report->rows->torn)
		fputs(" The last line of trials.csv was cut off and is left out.", out);
}

// By the median of its trials' shares, as the figures show it.
static const struct case_summary *worst_loss(const struct summary *summary)
{
	const struct case_summary *worst = NULL;

	for (size_t i = 0; i < summary->nr_cases; i++) {
		const struct case_summary *of = &summary->cases[i];

		if (of->lost_share.nr &&
		    (!worst || of->lost_share.median > worst->lost_share.median))
			worst = of;
	}
	return worst;
}

static void put_number(FILE *out, const char *number, const char *what)
{
	fputs("<div><dt>", out);
	html_text(out, what);
	fputs("</dt><dd>", out);
	html_text(out, number);
	fputs("</dd></div>\n", out);
}

static void put_loss(const struct case_summary *of, FILE *out)
{
	const struct row *axes = of->axes;
	char number[32], what[256];

	snprintf(number, sizeof number, "%.3g %%", 100 * of->lost_share.median);
	snprintf(what, sizeof what, "lost at most (median of %.64s %.64s, %lld %.32s task%s)",
		 axes->structure, axes->sync, (long long)axes->count, axes->task,
		 axes->count == 1 ? "" : "s");
	put_number(out, number, what);
}

void place_numbers(const struct report *report, FILE *out)
{
	const struct case_summary *worst = worst_loss(report->summary);
	char number[32];

	snprintf(number, sizeof number, "%zu", report->rows->nr_rows);
	put_number(out, number, "trials");
	snprintf(number, sizeof number, "%zu", report->summary->nr_cases);
	put_number(out, number, "cases");
	if (report->fleet) {
		snprintf(number, sizeof number, "%zu", report->fleet->nr);
		put_number(out, number, "machines");
	}
	if (worst)
		put_loss(worst, out);
	put_number(out, verdict_passed(report->verdict) ? "pass" : "fail", "verdict");
}
