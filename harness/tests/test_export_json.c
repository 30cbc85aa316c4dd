// SPDX-License-Identifier: MIT

// The formats made of JSON, read by jansson, which refuses keys that come twice.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "harness/tests/verdicts.h"
#include "harness/verdict/verdict.h"

static struct made made;

static json_t *parse(const char *sample, const char *format)
{
	json_error_t error;
	json_t *json;
	char *text;

	made_init(&made, sample);
	text = made_export(&made, format);
	json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	cr_assert(json, "%s, %s, line %d: %s", sample, format, error.line, error.text);
	free(text);
	return json;
}

static void drop(json_t *json)
{
	json_decref(json);
	made_fini(&made);
}

static char *dump(const json_t *json)
{
	return json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));
}

// As compact JSON, which is easier to compare and to read than a chain of look-ups. Both are
// written by the same jansson, for 6e7 is 60000000.0 to some.
static void expect_json(const json_t *json, const char *expected)
{
	json_t *wanted = json_loads(expected, JSON_DECODE_ANY, NULL);
	char *text = dump(json), *same = dump(wanted);

	cr_assert(same, "the test's own: %s", expected);
	cr_expect_str_eq(text ? text : "nothing", same);
	free(text);
	free(same);
	json_decref(wanted);
}

static const json_t *of(const json_t *json, const char *key)
{
	return json_object_get(json, key);
}

// The one whose "name" is that.
static const json_t *named(const json_t *list, const char *name)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(list, i, entry)
	{
		const char *its = json_string_value(of(entry, "name"));

		if (its && strcmp(its, name) == 0)
			return entry;
	}
	cr_assert_fail("no '%s'", name);
	return NULL;
}

Test(json, has_all_of_a_failure)
{
	json_t *json = parse("fail", "json");
	const json_t *mutex = named(of(json, "cases"), "variable mutex thread 2 compact");

	expect_json(of(json, "command"), "\"check\"");
	expect_json(of(json, "verdict"), "\"fail\"");
	expect_json(of(json, "head"), "\"results/mine\"");
	expect_json(of(json, "base"), "null");
	expect_json(of(json, "strict"), "false");
	expect_json(of(json, "cut_short"), "\"Ctrl-C after 3 of 8 cases\"");
	expect_json(of(json, "trials"), "13");
	expect_json(of(json, "failures"), "26");
	expect_json(of(json, "warnings"), "1");
	expect_json(of(json, "rules"), "{\"lost-update\":1,\"hung\":25,\"incomplete\":1}");
	expect_json(of(of(of(json, "machine"), "host"), "nr_pus"), "2");
	expect_json(of(mutex, "worst"), "\"failure\"");
	expect_json(of(mutex, "base"), "null");
	expect_json(of(mutex, "comparison"), "null");
	expect_json(of(of(mutex, "head"), "sync"), "\"mutex\"");
	expect_json(of(of(mutex, "head"), "lost"), "1");
	expect_json(of(of(of(mutex, "head"), "goodput_per_s"), "n"), "6");
	expect_json(json_array_get(of(json, "findings"), 0),
		    "{\"rule\":\"lost-update\",\"severity\":\"failure\",\"case\":1,\"name\":"
		    "\"variable mutex thread 2 compact\",\"block\":3,\"sentence\":\"variable "
		    "mutex thread 2 compact, block 3: lost 1 of 2000000 updates\"}");
	drop(json);
}

Test(json, has_the_comparison_of_a_duet)
{
	json_t *json = parse("duet", "json");
	const json_t *cases = of(json, "cases");

	expect_json(of(json, "base"), "\"sync:mutex\"");
	expect_json(of(json, "threshold"), "0.1");
	expect_json(of(json, "machine"), "null");
	expect_json(of(named(cases, "array thread 2 compact"), "comparison"),
		    "{\"judgement\":\"slower\",\"pairs\":1600,\"instances\":40,\"ratio\":{\"n\":40,"
		    "\"median\":0.82,"
		    "\"low\":0.8,\"high\":0.84,\"coverage\":0.95},\"p_slower\":1.2e-6,"
		    "\"cliffs_delta\":-0.18,\"mann_whitney_p\":0.04,\"stopped_by\":\"precision\"}");
	expect_json(of(named(cases, "yours thread 2 compact"), "head"), "null");
	expect_json(of(named(cases, "yours thread 2 compact"), "comparison"), "null");
	expect_json(of(of(named(cases, "yours thread 2 compact"), "base"), "sync"), "\"mutex\"");
	drop(json);
}

Test(json, knows_no_infinity)
{
	json_t *json = parse("hostile", "json");
	const json_t *cases = of(json, "cases");

	cr_expect_eq(json_array_size(cases), nr_hostile_names);
	expect_json(of(json, "threshold"), "null");
	expect_json(of(of(json_array_get(cases, 0), "head"), "throughput_per_s"),
		    "{\"n\":3,\"median\":null,\"low\":null,\"high\":1.0,\"coverage\":null}");
	expect_json(of(of(json_array_get(cases, 1), "head"), "jain"),
		    "{\"n\":3,\"median\":null,\"low\":null,\"high\":null,\"coverage\":null}");
	drop(json);
}

Test(benchmark_action, is_a_list_of_goodputs)
{
	json_t *json = parse("fail", "benchmark-action");

	cr_expect_eq(json_array_size(json), 2, "a case that hung has no goodput");
	expect_json(named(json, "variable mutex thread 2 compact"),
		    "{\"name\":\"variable mutex thread 2 compact\",\"unit\":\"increments/s\","
		    "\"value\":6.478e7,\"range\":\"± 2.44 %\",\"extra\":\"trials: 6\\nlost: 1 of "
		    "12000000\"}");
	drop(json);
	json = parse("duet", "benchmark-action");
	cr_expect_eq(json_array_size(json), 4, "what only base has is left out");
	expect_json(of(named(json, "array thread 2 compact"), "extra"),
		    "\"trials: 6\\nlost: 0 of 12000000\\nratio: 0.82\\njudgement: slower\"");
	drop(json);
}

Test(bencher, has_a_metric_for_each_measure)
{
	json_t *json = parse("fail", "bencher");

	cr_expect_eq(json_object_size(json), 2);
	expect_json(of(json, "variable mutex thread 2 compact"),
		    "{\"throughput\":{\"value\":6.478e7,\"lower_value\":6.32e7,"
		    "\"upper_value\":6.636e7},\"goodput\":{\"value\":6.478e7,"
		    "\"lower_value\":6.32e7,\"upper_value\":6.636e7},\"lost_share\":"
		    "{\"value\":0.0,\"lower_value\":0.0,\"upper_value\":5e-7}}");
	drop(json);
}

Test(bencher, tells_apart_what_is_called_alike)
{
	json_t *json;
	char *text;

	made_init(&made, "pass");
	for (size_t i = 0; i < 2; i++) {
		free(made.verdict.cases[i].name);
		made.verdict.cases[i].name = strdup("twin");
	}
	text = made_export(&made, "bencher");
	json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	cr_expect(of(json, "twin") && of(json, "twin (2)"));
	free(text);
	drop(json);
}

Test(google_benchmark, has_its_columns)
{
	json_t *json = parse("fail", "google-benchmark");

	cr_expect_eq(json_array_size(of(json, "benchmarks")), 2);
	expect_json(named(of(json, "benchmarks"), "variable mutex thread 2 compact_median"),
		    "{\"name\":\"variable mutex thread 2 compact_median\",\"run_name\":"
		    "\"variable mutex thread 2 compact\",\"run_type\":\"aggregate\","
		    "\"repetitions\":6,\"threads\":2,\"aggregate_name\":\"median\","
		    "\"aggregate_unit\":\"time\",\"iterations\":6,\"real_time\":30.8745,"
		    "\"cpu_time\":0.0,\"time_unit\":\"ns\",\"items_per_second\":6.478e7,"
		    "\"lost\":1,\"lost_share\":0.0}");
	expect_json(of(json, "context"),
		    "{\"date\":\"2026-11-22T09:12:00Z\",\"host_name\":\"lab|1\",\"executable\":"
		    "\"racelab\",\"num_cpus\":2,\"cpu_scaling_enabled\":true,\"caches\":[],"
		    "\"load_avg\":[],\"library_version\":\"0.1.0\",\"library_build_type\":"
		    "\"release\",\"json_schema_version\":1,\"racelab_commit\":\"0123abc\","
		    "\"racelab_compiler\":\"12.2.0\",\"racelab_flags\":\"-O2 -g\","
		    "\"racelab_cpu_model\":\"A <CPU> of 3 GHz\",\"racelab_topology\":"
		    "\"1 package, 2 cores, 2 PUs\",\"racelab_verdict\":\"fail\"}");
	drop(json);
}

Test(google_benchmark, leaves_out_what_it_does_not_know)
{
	json_t *json = parse("empty", "google-benchmark");

	expect_json(json,
		    "{\"context\":{\"executable\":\"racelab\",\"caches\":[],\"load_avg\":[],"
		    "\"json_schema_version\":1,\"racelab_verdict\":\"pass\"},\"benchmarks\":[]}");
	drop(json);
}

Test(json, of_every_kind_parses)
{
	static const char *const formats[] = {"json", "benchmark-action", "bencher",
					      "google-benchmark"};

	for (size_t s = 0; s < nr_samples; s++)
		for (size_t f = 0; f < sizeof formats / sizeof formats[0]; f++)
			drop(parse(samples[s].name, formats[f]));
}

// Names and intervals that are not finite leave no measure behind.
Test(json, measures_of_nothing_are_none)
{
	json_t *json = parse("hostile", "benchmark-action");

	expect_json(json, "[]");
	drop(json);
	json = parse("hostile", "bencher");
	expect_json(json, "{}");
	drop(json);
}
