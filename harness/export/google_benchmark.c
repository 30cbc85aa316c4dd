// SPDX-License-Identifier: MIT

// Google Benchmark's JSON, for what reads it (its own compare.py, dashboards): a case is a
// benchmark of which only the median over its trials is reported. Names as in its
// src/json_reporter.cc. A fact that run.json does not have is left out, and so is the clock rate,
// which racelab does not know.

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "harness/data/summary.h"
#include "harness/export/dump.h"
#include "harness/export/export.h"
#include "harness/export/fact.h"
#include "harness/verdict/verdict.h"

static void add_text(json_t *context, const char *key, const char *text)
{
	if (*text)
		json_object_set_new(context, key, dump_text(text));
}

static void add_machine(json_t *context, const struct verdict *verdict)
{
	const char *governor = fact_text(verdict, "host", "governor");
	const char *flags = fact_text(verdict, "racelab", "flags");
	long long nr_pus = fact_count(verdict, "host", "nr_pus");

	add_text(context, "date", fact_text(verdict, NULL, "start"));
	add_text(context, "host_name", fact_text(verdict, "host", "name"));
	json_object_set_new(context, "executable", json_string("racelab"));
	if (nr_pus > 0)
		json_object_set_new(context, "num_cpus", json_integer(nr_pus));
	if (*governor)
		json_object_set_new(context, "cpu_scaling_enabled",
				    json_boolean(strcmp(governor, "performance") != 0));
	json_object_set_new(context, "caches", json_array());
	json_object_set_new(context, "load_avg", json_array());
	add_text(context, "library_version", fact_text(verdict, "racelab", "version"));
	if (*flags)
		json_object_set_new(context, "library_build_type",
				    json_string(strstr(flags, "-O0") ? "debug" : "release"));
	json_object_set_new(context, "json_schema_version", json_integer(1));
}

static json_t *context_json(const struct verdict *verdict)
{
	static const struct {
		const char *key, *object, *fact;
	} ours[] = {
	    {"racelab_commit", "racelab", "commit"},
	    {"racelab_compiler", "racelab", "compiler"},
	    {"racelab_flags", "racelab", "flags"},
	    {"racelab_cpu_model", "host", "cpu_model"},
	    {"racelab_topology", "host", "topology"},
	    {"racelab_virtualization", "host", "virtualization"},
	    {"racelab_kernel", "host", "kernel"},
	};
	json_t *context = json_object();

	add_machine(context, verdict);
	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
		add_text(context, ours[i].key, fact_text(verdict, ours[i].object, ours[i].fact));
	json_object_set_new(context, "racelab_verdict",
			    json_string(verdict_passed(verdict) ? "pass" : "fail"));
	return context;
}

static void add_figures(json_t *entry, const struct case_summary *head)
{
	if (dump_has_median(&head->throughput))
		json_object_set_new(entry, "items_per_second", json_real(head->throughput.median));
	if (head->lost_share.nr)
		json_object_set_new(entry, "lost", json_integer(head->lost));
	if (dump_has_median(&head->lost_share))
		json_object_set_new(entry, "lost_share", json_real(head->lost_share.median));
}

// Its readers insist on a cpu_time; 0 is what it is itself where no CPU time was taken.
static json_t *entry_json(const struct judged *judged)
{
	const struct case_summary *head = judged->head;
	json_t *run_name = dump_text(judged->name);
	json_t *entry = json_pack("{s:o, s:O, s:s, s:I, s:o*, s:s, s:s, s:I, s:f, s:f, s:s}",
				  "name", json_sprintf("%s_median", json_string_value(run_name)),
				  "run_name", run_name, "run_type", "aggregate", "repetitions",
				  (json_int_t)head->outcomes[OUTCOME_OK], "threads",
				  head->axes->count > 0 ? json_integer(head->axes->count) : NULL,
				  "aggregate_name", "median", "aggregate_unit", "time",
				  "iterations", (json_int_t)head->ns_per_op.nr, "real_time",
				  head->ns_per_op.median, "cpu_time", 0.0, "time_unit", "ns");

	json_decref(run_name);
	if (entry)
		add_figures(entry, head);
	return entry;
}

static json_t *benchmarks_json(const struct verdict *verdict)
{
	json_t *list = json_array();

	for (size_t i = 0; i < verdict->nr_cases; i++) {
		const struct case_summary *head = verdict->cases[i].head;

		if (!head || !dump_has_median(&head->ns_per_op))
			continue;
		if (json_array_append_new(list, entry_json(&verdict->cases[i]))) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

int export_google_benchmark(const struct verdict *verdict, FILE *out)
{
	return dump_json(json_pack("{s:o, s:o}", "context", context_json(verdict), "benchmarks",
				   benchmarks_json(verdict)),
			 out);
}
