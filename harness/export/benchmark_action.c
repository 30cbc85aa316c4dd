// SPDX-License-Identifier: MIT

// For github-action-benchmark with `tool: customBiggerIsBetter`: the goodput of head, because
// increments that got lost are none.

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/data/summary.h"
#include "harness/export/dump.h"
#include "harness/export/export.h"
#include "harness/verdict/verdict.h"

// Half the interval, in per cent of the median: "± 3.2 %".
static json_t *range_json(const struct estimate *e)
{
	double half = fmax(e->high - e->median, e->median - e->low);

	if (!dump_has_interval(e) || !isfinite(100 * half / e->median))
		return NULL;
	return json_sprintf("± %.3g %%", 100 * half / e->median);
}

static json_t *extra_json(const struct judged *judged)
{
	const struct comparison *c = &judged->comparison;
	char *text = NULL;
	size_t size;
	FILE *extra = open_memstream(&text, &size);
	json_t *json;

	if (!extra)
		return NULL;
	fprintf(extra, "trials: %zu", judged->head->outcomes[OUTCOME_OK]);
	if (judged->head->lost_share.nr)
		fprintf(extra, "\nlost: %lld of %lld", (long long)judged->head->lost,
			(long long)judged->head->ops);
	if (dump_has_median(&c->ratio))
		fprintf(extra, "\nratio: %.3g", c->ratio.median);
	if (c->judgement != JUDGEMENT_NONE)
		fprintf(extra, "\njudgement: %s", judgement_names[c->judgement]);
	json = fclose(extra) ? NULL : json_string(text);
	free(text);
	return json;
}

static json_t *entry_json(const struct judged *judged)
{
	return json_pack("{s:o, s:s, s:f, s:o*, s:o}", "name", dump_text(judged->name), "unit",
			 "increments/s", "value", judged->head->goodput.median, "range",
			 range_json(&judged->head->goodput), "extra", extra_json(judged));
}

int export_benchmark_action(const struct verdict *verdict, FILE *out)
{
	json_t *entries = json_array();

	for (size_t i = 0; i < verdict->nr_cases && entries; i++) {
		const struct judged *judged = &verdict->cases[i];

		if (!judged->head || !dump_has_median(&judged->head->goodput))
			continue;
		if (json_array_append_new(entries, entry_json(judged))) {
			json_decref(entries);
			entries = NULL;
		}
	}
	return dump_json(entries, out);
}
