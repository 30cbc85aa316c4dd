// SPDX-License-Identifier: MIT

// How to repeat the run: its command line, and its settings as a spec file, which can be saved and
// given to racelab run.

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "harness/data/source.h"
#include "harness/export/fact.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/report/report.h"
#include "harness/verdict/verdict.h"

static long long planned(const struct report *report, const char *key)
{
	return fact_count(report->verdict, "plan", key);
}

static void place_shard(const struct verdict *verdict, FILE *out)
{
	fprintf(
	    out,
	    "This is shard %lld of %lld: %lld of all %lld blocks, in each of which every case was "
	    "tried once. ",
	    fact_count(verdict, "shard", "index"), fact_count(verdict, "shard", "count"),
	    fact_count(verdict, "shard", "blocks"), fact_count(verdict, "plan", "blocks"));
}

void place_settings(const struct report *report, FILE *out)
{
	if (!report->verdict->about)
		return;
	if (planned(report, "window_ns") > 0)
		fprintf(out, "In this run a window was %g ms long. ",
			(double)planned(report, "window_ns") / 1e6);
	else if (planned(report, "ops") > 0)
		fprintf(out, "In this run each task did %lld increments. ", planned(report, "ops"));
	if (fact_count(report->verdict, "shard", "count") > 1)
		place_shard(report->verdict, out);
	else if (planned(report, "blocks") > 0)
		fprintf(out, "Every case was tried %lld times, once in each block. ",
			planned(report, "blocks"));
}

void place_command(const struct report *report, FILE *out)
{
	const char *command = fact_text(report->verdict, "asked", "command");
	const char *commit = fact_text(report->verdict, "racelab", "commit");

	if (report->fleet) {
		fputs("<p>On each machine: <code>racelab run</code> with the same spec, and "
		      "<code>racelab pack</code>; here: <code>racelab merge *.racelab -o ",
		      out);
		html_text(out, report->store);
		fputs("</code>.</p>\n", out);
		return;
	}
	if (!*command) {
		fputs("<p class=\"missing\">The run has no run.json, so its command is not "
		      "known.</p>\n",
		      out);
		return;
	}
	fputs("<p>The command was</p>\n<pre tabindex=\"0\"><code>", out);
	html_text(out, command);
	fputs("</code></pre>\n<p>by racelab ", out);
	html_text(out, fact_text(report->verdict, "racelab", "version"));
	if (*commit) {
		fputs(", commit <code>", out);
		html_text(out, commit);
		fputs("</code>", out);
	}
	fprintf(out, "; the order of the trials was drawn from the seed <code>%lld</code>.</p>\n",
		planned(report, "seed"));
}

// Of a store nobody has a trials.csv.
void place_trials(const struct report *report, FILE *out)
{
	const char *store = report->fleet		   ? report->store
			    : source_of(report->directory) ? report->directory
							   : NULL;

	if (!store) {
		fputs("<p>The trials themselves are in <code>trials.csv</code>, one row each; any "
		      "spreadsheet reads it.</p>\n",
		      out);
		return;
	}
	fputs("<p>The trials themselves: <code>racelab show ", out);
	html_text(out, store);
	fputs(" --format csv</code>, one row each; any spreadsheet reads them.</p>\n", out);
}

static void put_setting(const struct report *report, const char *name, const char *key,
			const char *unit, FILE *out)
{
	long long value = planned(report, key);

	if (value > 0)
		fprintf(out, "%s = %lld%s\n", name, value, unit);
}

// A matrix as it was given: "name" is its section, all else an axis. A line break would begin
// another line of the spec; html_text makes it a '?'.
static void put_matrix(json_t *matrix, size_t i, FILE *out)
{
	const char *name = json_string_value(json_object_get(matrix, "name"));
	const char *key;
	json_t *value;

	fputs("\n[", out);
	if (name && *name)
		html_text(out, name);
	else
		fprintf(out, "matrix%zu", i + 1);
	fputs("]\n", out);
	json_object_foreach(matrix, key, value)
	{
		if (strcmp(key, "name") == 0 || !json_is_string(value))
			continue;
		html_text(out, key);
		fputs(" = ", out);
		html_text(out, json_string_value(value));
		fputs("\n", out);
	}
}

void place_spec(const struct report *report, FILE *out)
{
	json_t *asked = json_object_get(report->verdict->about, "asked"), *matrix;
	json_t *matrices = json_object_get(asked, "matrices");
	size_t i;

	if (!json_array_size(matrices))
		return;
	fputs("<p>The same as a spec file; save it as <code>again.ini</code> and give "
	      "<code>racelab run again.ini -o again</code>:</p>\n"
	      "<pre tabindex=\"0\"><code>[run]\n",
	      out);
	put_setting(report, "window", "window_ns", "ns", out);
	put_setting(report, "ops", "ops", "", out);
	put_setting(report, "blocks", "blocks", "", out);
	put_setting(report, "seed", "seed", "", out);
	put_setting(report, "timeout", "timeout_ns", "ns", out);
	json_array_foreach(matrices, i, matrix) put_matrix(matrix, i, out);
	fputs("</code></pre>\n", out);
}
