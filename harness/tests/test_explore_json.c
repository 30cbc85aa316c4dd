// SPDX-License-Identifier: MIT

// What `racelab explore --json` says.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/json.h"
#include "harness/explore/replay/measure.h"
#include "harness/tests/exploring.h"
#include "harness/tests/told.h"

TestSuite(explore_json, .init = told_enter, .fini = told_leave);

static json_t *json_of(const struct told *told, const struct measured *measured)
{
	json_t *json = found_json(&told->subject, &told->explored.found, measured);

	cr_assert(json);
	return json;
}

static void expect_keys(json_t *object, const char *expected)
{
	struct page page;
	FILE *out = page_open(&page);
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		fprintf(out, "%s ", key);
	}
	page_expect(&page, expected);
}

static const char *text_at(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static json_int_t number_at(json_t *object, const char *key)
{
	cr_expect(json_is_integer(json_object_get(object, key)), "%s", key);
	return json_integer_value(json_object_get(object, key));
}

Test(explore_json, json_has_all_keys_in_their_order)
{
	json_t *json, *violation, *step;
	struct told told;

	told_open(&told, "none", 2, 2, MODEL_SC);
	json = json_of(&told, NULL);
	expect_keys(json, "model tasks ops program complete why executions executions_complete "
			  "interleavings blocked outcomes verdict violations states memory_bytes "
			  "seconds ");
	expect_keys(json_array_get(json_object_get(json, "outcomes"), 0),
		    "value executions interleavings ");
	violation = json_array_get(json_object_get(json, "violations"), 0);
	expect_keys(violation, "kind text outcome witness steps ");
	step = json_array_get(json_object_get(violation, "steps"), 2);
	expect_keys(step, "step task what order place value read written from flush stale "
			  "overwritten line source ");
	cr_expect_str_eq(text_at(json, "verdict"), "violated");
	cr_expect_eq(number_at(json, "interleavings"), 70);
	cr_expect(json_is_null(json_object_get(json, "why")));
	cr_expect_str_eq(text_at(violation, "kind"), "lost_update");
	cr_expect_eq(number_at(violation, "outcome"), 2);
	cr_expect_str_eq(text_at(violation, "witness"), "racelab schedule 1\n"
							"program none tasks 2 ops 2 model sc\n"
							"0 0 0 1 1 1 1 0\n");
	cr_expect_eq(number_at(step, "step"), 3);
	cr_expect_eq(number_at(step, "from"), 2);
	cr_expect_eq(number_at(step, "value"), 1);
	cr_expect(json_is_null(json_object_get(step, "written")));
	cr_expect_str_eq(text_at(step, "what"), "load");
	cr_expect_str_eq(text_at(step, "place"), "counter");
	cr_expect_str_eq(text_at(step, "source"), "racy_add(cell, n);");
	cr_expect(json_is_true(json_object_get(step, "stale")));
	json_decref(json);
	told_close(&told);
}

Test(explore_json, json_says_null_for_what_was_not_counted_and_digits_for_what_is_large)
{
	static const struct measured measured = {.times = 3, .seen = {{7, 3}}, .nr_seen = 1};
	json_t *json, *last;
	struct told told;

	told_open(&told, "none", 2, 2, MODEL_TSO);
	json = json_of(&told, &measured);
	cr_expect(json_is_null(json_object_get(json, "interleavings")));
	last = json_array_get(json_object_get(json, "outcomes"), 3);
	cr_expect_eq(number_at(last, "value"), 7);
	cr_expect_eq(number_at(last, "measured"), 3);
	cr_expect(json_is_null(json_object_get(last, "executions")));
	cr_expect(json_is_false(json_object_get(last, "allowed")));
	json_decref(json);
	told.explored.found.counts_interleavings = true;
	told.explored.found.interleavings = (big_count)1 << 100;
	told.explored.found.counts_executions = false;
	json = json_of(&told, NULL);
	cr_expect_str_eq(text_at(json, "interleavings"), "1267650600228229401496703205376");
	cr_expect(json_is_null(json_object_get(json, "executions")));
	cr_expect(json_is_null(json_object_get(json, "blocked")));
	json_decref(json);
	told_close(&told);
}

Test(explore_json, json_of_a_file_has_no_ops_and_of_a_flush_no_line)
{
	json_t *json, *steps, *flush;
	struct told told;

	told_open_text(&told, told_buffered, MODEL_TSO);
	json = json_of(&told, NULL);
	cr_expect(json_is_null(json_object_get(json, "ops")));
	steps = json_object_get(json_array_get(json_object_get(json, "violations"), 0), "steps");
	flush = json_array_get(steps, 3);
	cr_expect(json_is_true(json_object_get(flush, "flush")));
	cr_expect_str_eq(text_at(flush, "what"), "flush");
	cr_expect(json_is_null(json_object_get(flush, "line")));
	cr_expect(json_is_null(json_object_get(flush, "order")));
	cr_expect_eq(number_at(flush, "from"), 3);
	json_decref(json);
	told_close(&told);
}
