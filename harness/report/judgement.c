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

void place_findings(const struct report *report, FILE *out)
{
	struct listing listing;

	listing_init(&listing, report->verdict, MOST_OF_A_RULE);
	if (!listing.nr_findings)
		fputs("<p>Nothing was found that would speak against these figures.</p>\n", out);
	else
		fputs("<ul class=\"findings\">\n", out);
	for (size_t i = 0; i < listing.nr_findings; i++)
		put_finding(listing.findings[i], out);
	for (int rule = 0; rule < NR_RULES; rule++)
		if (listing.more[rule])
			fprintf(out, "<li><code>%s</code> %zu more, not listed here</li>\n",
				rule_name(rule), listing.more[rule]);
	if (listing.nr_findings)
		fputs("</ul>\n", out);
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
