// SPDX-License-Identifier: MIT

// Bencher Metric Format: what head measured, with intervals. Source:
// https://bencher.dev/docs/reference/bencher-metric-format

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/data/summary.h"
#include "harness/export/dump.h"
#include "harness/export/export.h"
#include "harness/export/plain.h"
#include "harness/verdict/verdict.h"

enum {
	NAME_BYTES = 960, /* Bencher takes 1024 characters; a number may have to go behind it */
};

static void add_measure(json_t *measures, const char *name, const struct estimate *e)
{
	json_t *metric;

	if (!dump_has_median(e))
		return;
	metric = json_pack("{s:f}", "value", e->median);
	if (dump_has_interval(e)) {
		json_object_set_new(metric, "lower_value", json_real(e->low));
		json_object_set_new(metric, "upper_value", json_real(e->high));
	}
	json_object_set_new(measures, name, metric);
}

static json_t *measures_json(const struct case_summary *head)
{
	json_t *measures = json_object();

	add_measure(measures, "throughput", &head->throughput);
	add_measure(measures, "goodput", &head->goodput);
	add_measure(measures, "lost_share", &head->lost_share);
	return measures;
}

static char *name_of(const struct judged *judged, unsigned turn)
{
	char *name = NULL;
	size_t size;
	FILE *text = open_memstream(&name, &size);

	if (!text)
		return NULL;
	plain_put(text, judged->name, NAME_BYTES, NULL);
	if (turn > 1)
		fprintf(text, " (%u)", turn);
	fclose(text);
	return name;
}

// Names are keys here; those of two different cases may be alike once they are cut off.
static char *unused_name(const json_t *all, const struct judged *judged)
{
	char *name = name_of(judged, 1);

	for (unsigned turn = 2; name && json_object_get(all, name); turn++) {
		free(name);
		name = name_of(judged, turn);
	}
	return name;
}

static int add_case(json_t *all, const struct judged *judged)
{
	json_t *measures = measures_json(judged->head);
	char *name = unused_name(all, judged);
	int error = 0;

	if (json_object_size(measures))
		error = json_object_set(all, name, measures);
	json_decref(measures);
	free(name);
	return error;
}

int export_bencher(const struct verdict *verdict, FILE *out)
{
	json_t *all = json_object();

	for (size_t i = 0; i < verdict->nr_cases && all; i++)
		if (verdict->cases[i].head && add_case(all, &verdict->cases[i])) {
			json_decref(all);
			all = NULL;
		}
	return dump_json(all, out);
}
