// SPDX-License-Identifier: MIT

// What racelab check says of the run.

#include <stdio.h>
#include <string.h>

#include "harness/export/advice.h"
#include "harness/export/listing.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/report/report.h"
#include "harness/verdict/verdict.h"

enum {
	MOST_OF_A_RULE = 20, /* as on a terminal */
	MOST_IN_VIEW = 5,    /* the figures should not be screens below */
};

void place_verdict(const struct report *report, FILE *out)
{
	const char *state = verdict_passed(report->verdict) ? "pass" : "fail";
	char line[8192], *rest;

	verdict_line(report->verdict, line, sizeof line); /* "PASS: no failure in ..." */
	rest = strstr(line, ": ");
	fprintf(out, "<p class=\"verdict %s\"><strong>%s</strong> ", state, state);
	html_text(out, rest ? rest + 2 : line);
	fputs("</p>\n", out);
}

static void put_finding(const struct finding *finding, FILE *out)
{
	const char *severity = severity_names[finding->severity];

	fprintf(out, "<li class=\"%s\"><strong>%s</strong> <code>%s</code> ", severity, severity,
		rule_name(finding->rule));
	html_text(out, finding->sentence);
	fputs("</li>\n", out);
}

static void put_advice(const struct verdict *verdict, FILE *out)
{
	for (int rule = 0; rule < NR_RULES; rule++)
		if (advice_on(verdict, rule)) {
			fprintf(out, "<p>What to do about <code>%s</code>: ", rule_name(rule));
			html_text(out, advice_on(verdict, rule));
			fputs(".</p>\n", out);
		}
}

// How many are seen without asking: all failures, and some.
static size_t nr_in_view(const struct listing *listing)
{
	size_t failures = 0, most = listing->nr_findings;

	while (failures < most && listing->findings[failures]->severity == SEVERITY_FAILURE)
		failures++;
	if (failures > MOST_IN_VIEW)
		return failures;
	return most < MOST_IN_VIEW ? most : MOST_IN_VIEW;
}

static void put_findings(const struct listing *listing, size_t from, size_t to, FILE *out)
{
	fputs("<ul class=\"findings\">\n", out);
	for (size_t i = from; i < to; i++)
		put_finding(listing->findings[i], out);
	for (int rule = 0; rule < NR_RULES && to == listing->nr_findings; rule++)
		if (listing->more[rule])
			fprintf(out, "<li><code>%s</code> %zu more, not listed here</li>\n",
				rule_name(rule), listing->more[rule]);
	fputs("</ul>\n", out);
}

static void put_folded(const struct listing *listing, size_t from, FILE *out)
{
	size_t nr = listing->nr_findings - from;

	if (!nr)
		return;
	for (int rule = 0; rule < NR_RULES; rule++)
		nr += listing->more[rule];
	fprintf(out, "<details><summary>%zu more</summary>\n", nr);
	put_findings(listing, from, listing->nr_findings, out);
	fputs("</details>\n", out);
}

void place_findings(const struct report *report, FILE *out)
{
	struct listing listing;
	size_t in_view;

	listing_init(&listing, report->verdict, MOST_OF_A_RULE);
	in_view = nr_in_view(&listing);
	if (!listing.nr_findings)
		fputs("<p>Nothing was found that would speak against these figures.</p>\n", out);
	else
		put_findings(&listing, 0, in_view, out);
	put_folded(&listing, in_view, out);
	listing_fini(&listing);
	put_advice(report->verdict, out);
}

// Those that need nothing to compare with come first in the table.
void place_rules(const struct report *report, FILE *out)
{
	(void)report;
	for (int rule = 0; rule <= RULE_incomplete; rule++) {
		fprintf(out, "<li><code>%s</code> ", rule_name(rule));
		html_text(out, rules_about[rule].meaning);
		fputs("</li>\n", out);
	}
}
