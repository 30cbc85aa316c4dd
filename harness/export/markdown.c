// SPDX-License-Identifier: MIT

// For a pull request or $GITHUB_STEP_SUMMARY, in GitHub's Markdown. A summary may have 1 MiB, so
// everything has its limit here: 10 findings of 300 bytes for each of 17 rules, 200 cases of 200,
// 12 facts of 300 and a heading of 1000 are 96 KB, times 9 for the longest escape.

#include <stdio.h>
#include <stdlib.h>

#include "harness/export/advice.h"
#include "harness/export/cells.h"
#include "harness/export/export.h"
#include "harness/export/fact.h"
#include "harness/export/listing.h"
#include "harness/export/plain.h"
#include "harness/verdict/verdict.h"

enum {
	MOST_OF_A_RULE = 10,
	MOST_CASES = 200,
	HEADING_BYTES = 1000,
	FINDING_BYTES = 300,
	FACT_BYTES = 300,
};

// All that could become markup. The comment behind an @ keeps it from being a mention, which a
// backslash does not.
static const char *in_markdown(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '|':
		return "\\|";
	case '`':
		return "\\`";
	case '\\':
		return "\\\\";
	case '*':
		return "\\*";
	case '_':
		return "\\_";
	case '~':
		return "\\~";
	case '[':
		return "\\[";
	case '$':
		return "\\$";
	case '@':
		return "@<!-- -->";
	default:
		return NULL;
	}
}

static void put_heading(const struct verdict *verdict, FILE *out)
{
	char line[8192];

	fputs("## ", out);
	plain_put(out, verdict_line(verdict, line, sizeof line), HEADING_BYTES, in_markdown);
	fputs("\n", out);
}

static void put_findings(const struct listing *listing, FILE *out)
{
	if (listing->nr_findings)
		fputc('\n', out);
	for (size_t i = 0; i < listing->nr_findings; i++) {
		const struct finding *finding = listing->findings[i];
		const char *mark = finding->severity == SEVERITY_FAILURE ? "**" : "";

		fprintf(out, "- %s%s%s %s: ", mark, severity_names[finding->severity], mark,
			rule_name(finding->rule));
		plain_put(out, finding->sentence, FINDING_BYTES, in_markdown);
		fputc('\n', out);
	}
	for (int rule = 0; rule < NR_RULES; rule++)
		if (listing->more[rule])
			fprintf(out, "- %s: %zu more, not listed here\n", rule_name(rule),
				listing->more[rule]);
}

static void put_advice(const struct verdict *verdict, FILE *out)
{
	for (int rule = 0; rule < NR_RULES; rule++)
		if (advice_on(verdict, rule))
			fprintf(out, "\nWhat to do about %s: %s.\n", rule_name(rule),
				advice_on(verdict, rule));
}

static void put_columns(const struct verdict *verdict, FILE *out)
{
	const struct cells *column;

	fputs("\n|", out);
	for (size_t i = 0; (column = cells_column(verdict, i)); i++)
		fprintf(out, " %s |", column->heading);
	fputs("\n|", out);
	for (size_t i = 0; (column = cells_column(verdict, i)); i++)
		fputs(column->is_number ? "---:|" : "---|", out);
	fputc('\n', out);
}

static void put_case(const struct verdict *verdict, const struct judged *judged, FILE *out)
{
	const char *mark = judged->worst == SEVERITY_FAILURE ? "**" : "";
	const struct cells *column;

	fputc('|', out);
	for (size_t i = 0; (column = cells_column(verdict, i)); i++) {
		char *text = cells_text(column, verdict, judged);

		fprintf(out, " %s", i ? "" : mark);
		plain_put(out, text, PLAIN_WHOLE, in_markdown);
		fprintf(out, "%s |", i ? "" : mark);
		free(text);
	}
	fputc('\n', out);
}

static void put_table(const struct verdict *verdict, const struct listing *listing, FILE *out)
{
	size_t nr = verdict->nr_cases < MOST_CASES ? verdict->nr_cases : MOST_CASES;

	if (!nr)
		return;
	put_columns(verdict, out);
	for (size_t i = 0; i < nr; i++)
		put_case(verdict, listing->cases[i], out);
	if (nr < verdict->nr_cases)
		fprintf(out, "\n%zu more cases are left out here.\n", verdict->nr_cases - nr);
	fputs("\n<sub>", out);
	cells_put_legend(out, verdict);
	fputs("</sub>\n", out);
}

static void put_fact(FILE *out, const char *name, const char *value)
{
	if (!*value)
		return;
	fprintf(out, "| %s | ", name);
	plain_put(out, value, FACT_BYTES, in_markdown);
	fputs(" |\n", out);
}

static void put_machine(const struct verdict *verdict, FILE *out)
{
	static const struct {
		const char *name, *object, *key;
	} facts[] = {
	    {"CPU", "host", "cpu_model"},
	    {"topology", "host", "topology"},
	    {"governor", "host", "governor"},
	    {"SMT", "host", "smt"},
	    {"virtualization", "host", "virtualization"},
	    {"kernel", "host", "kernel"},
	    {"OS", "host", "os"},
	    {"racelab", "racelab", "version"},
	    {"commit", "racelab", "commit"},
	    {"compiler", "racelab", "compiler"},
	    {"flags", "racelab", "flags"},
	    {"command", "asked", "command"},
	};
	char quota[64];

	if (!verdict->about)
		return;
	fputs("\n<details><summary>Machine</summary>\n\n| fact | |\n|---|---|\n", out);
	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
		put_fact(out, facts[i].name, fact_text(verdict, facts[i].object, facts[i].key));
	put_fact(out, "CPU quota", fact_quota(verdict, quota, sizeof quota));
	fputs("\n</details>\n", out);
}

int export_markdown(const struct verdict *verdict, FILE *out)
{
	struct listing listing;

	listing_init(&listing, verdict, MOST_OF_A_RULE);
	put_heading(verdict, out);
	put_findings(&listing, out);
	put_advice(verdict, out);
	put_table(verdict, &listing, out);
	put_machine(verdict, out);
	listing_fini(&listing);
	return plain_end(out);
}
