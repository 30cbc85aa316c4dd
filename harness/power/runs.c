// SPDX-License-Identifier: MIT

// Separate runs, each held against another one.

#include "harness/power/runs.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness/power/cases.h"
#include "harness/power/verdicts.h"

const struct slower_part power_slower[] = {
    {"runs, 20 %", 20},
    {"runs, 35 %", 35},
    {"runs, 50 %", 50},
};

const size_t power_nr_slower = sizeof power_slower / sizeof *power_slower;

// Measures it unless it is there already.
static void measure(const char *directory, const char *name, double handicap)
{
	char path[512], *spec = power_cases_write(directory);

	snprintf(path, sizeof path, "%s/%s", directory, name);
	if (access(path, F_OK) == 0)
		said_only_run(handicap, "run --resume '%s'", path);
	else
		said_only_run(handicap, "run '%s' -o '%s'", spec, path);
	free(spec);
}

static void compare(struct records *records, const char *part, unsigned trial,
		    const char *directory, const char *base, const char *head)
{
	const json_t *judged;
	struct said said;
	size_t i;

	said_run(&said, 0, "check '%s/%s' --baseline '%s/%s'", directory, head, directory, base);
	json_array_foreach(json_object_get(said.json, "cases"), i, judged)
	{
		const char *name = json_string_value(json_object_get(judged, "name"));

		if (!records_have(records, part, name, trial)) /* it may have been stopped here */
			records_add(records, part, name, trial, said_comparison(judged));
	}
	said_fini(&said);
}

// Run number i is named same-i; the first one is number 0.
static void add_same(struct records *records, const char *directory, unsigned i)
{
	char base[32], head[32];

	snprintf(base, sizeof base, "same-%u", i - 1);
	snprintf(head, sizeof head, "same-%u", i);
	fprintf(stderr, "power: runs, %u\n", i);
	measure(directory, base, 0);
	measure(directory, head, 0);
	compare(records, POWER_RUNS, i, directory, base, head);
}

static void add_slower(struct records *records, const char *directory,
		       const struct slower_part *part, unsigned i)
{
	char head[32];

	snprintf(head, sizeof head, "slower-%u-%u", part->handicap_pct, i);
	fprintf(stderr, "power: %s, %u\n", part->name, i);
	measure(directory, "same-0", 0);
	measure(directory, head, part->handicap_pct / 100.0);
	compare(records, part->name, i, directory, "same-0", head);
}

// Whether all cases of that comparison are there.
static bool have_all(const struct records *records, const char *part, unsigned trial)
{
	size_t i = 0, nr = 0;
	const json_t *record;

	while ((record = records_next(records, part, NULL, &i)))
		nr += json_integer_value(json_object_get(record, "trial")) == trial;
	return nr >= power_nr_cases;
}

void power_runs(struct records *records, const char *directory, unsigned nr_same,
		unsigned nr_different)
{
	for (unsigned i = 1; i <= nr_same; i++)
		if (!have_all(records, POWER_RUNS, i))
			add_same(records, directory, i);
	for (unsigned i = 0; i < nr_different; i++)
		for (size_t k = 0; k < power_nr_slower; k++)
			if (!have_all(records, power_slower[k].name, i))
				add_slower(records, directory, &power_slower[k], i);
}
