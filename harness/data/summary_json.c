// SPDX-License-Identifier: MIT

// JSON knows no nan: whatever was not measured becomes null, here and nowhere else.

#include "harness/data/summary_json.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/data/column.h"

json_t *summary_json_number(double x)
{
	return isfinite(x) ? json_real(x) : json_null();
}

static json_t *word(const char *text)
{
	return *text ? json_string(text) : json_null();
}

static json_t *count(int64_t n)
{
	return n != COUNT_EMPTY ? json_integer(n) : json_null();
}

json_t *summary_json_estimate(const struct estimate *e)
{
	return json_pack("{s:I, s:o, s:o, s:o, s:o}", "n", (json_int_t)e->nr, "median",
			 summary_json_number(e->median), "low", summary_json_number(e->low), "high",
			 summary_json_number(e->high), "coverage",
			 summary_json_number(e->coverage));
}

static json_t *outcomes(const struct case_summary *c)
{
	json_t *object = json_object();

	for (int i = 0; i < NR_OUTCOMES; i++)
		if (json_object_set_new(object, outcome_names[i], json_integer(c->outcomes[i]))) {
			json_decref(object);
			return NULL;
		}
	return object;
}

static int add_axes(json_t *object, const struct row *axes)
{
	for (int id = 0; id < NR_COLUMNS; id++) {
		if (!column_is_axis(id))
			continue;
		if (json_object_set_new(object, columns[id].name,
					columns[id].kind == KIND_WORD
					    ? word(*column_word(id, axes))
					    : count(*column_count(id, axes))))
			return -1;
	}
	return 0;
}

static int add_figures(json_t *object, const struct case_summary *c)
{
	bool counted = c->lost_share.nr; /* else lost and ops are sums of nothing */

	return json_object_set_new(object, "outcomes", outcomes(c)) ||
	       json_object_set_new(object, "throughput_per_s",
				   summary_json_estimate(&c->throughput)) ||
	       json_object_set_new(object, "goodput_per_s", summary_json_estimate(&c->goodput)) ||
	       json_object_set_new(object, "ns_per_op", summary_json_estimate(&c->ns_per_op)) ||
	       json_object_set_new(object, "lost_share", summary_json_estimate(&c->lost_share)) ||
	       json_object_set_new(object, "overlap", summary_json_estimate(&c->overlap)) ||
	       json_object_set_new(object, "jain", summary_json_estimate(&c->jain)) ||
	       json_object_set_new(object, "handoff_ns", summary_json_estimate(&c->handoff_ns)) ||
	       json_object_set_new(object, "lost", count(counted ? c->lost : COUNT_EMPTY)) ||
	       json_object_set_new(object, "ops", count(counted ? c->ops : COUNT_EMPTY)) ||
	       json_object_set_new(object, "oversubscribed", json_boolean(c->oversubscribed));
}

json_t *summary_json_case(const struct case_summary *c)
{
	json_t *object = json_object();

	if (add_axes(object, c->axes) || add_figures(object, c)) {
		json_decref(object);
		return NULL;
	}
	return object;
}

json_t *summary_json(const struct summary *summary)
{
	json_t *cases = json_array();

	for (size_t i = 0; i < summary->nr_cases; i++)
		if (json_array_append_new(cases, summary_json_case(&summary->cases[i]))) {
			json_decref(cases);
			return NULL;
		}
	return cases;
}
