// SPDX-License-Identifier: MIT

// Runs in a temporary directory; each is held against the one before it.

#include "harness/power/runs.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/power/tally.h"
#include "harness/power/verdicts.h"

// What a number of comparisons came to.
struct checks {
	unsigned nr, nr_failed;
	size_t nr_cases, nr_slower, nr_undecided;
};

static void count_judgements(struct checks *checks, const json_t *json)
{
	const json_t *cases = json_object_get(json, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *comparison = json_object_get(json_array_get(cases, i), "comparison");
		const char *judgement = json_string_value(json_object_get(comparison, "judgement"));

		checks->nr_cases++;
		checks->nr_slower += judgement && strcmp(judgement, "slower") == 0;
		checks->nr_undecided += judgement && strcmp(judgement, "undecided") == 0;
	}
}

static void measure(const char *directory, const char *name, double handicap)
{
	said_only_run(handicap, "run -o '%s/%s'", directory, name);
}

static void compare(struct checks *checks, const char *directory, const char *head,
		    const char *base)
{
	struct said said;

	said_run(&said, 0, "check '%s/%s' --baseline '%s/%s'", directory, head, directory, base);
	checks->nr++;
	checks->nr_failed += said.status == 1;
	count_judgements(checks, said.json);
	said_fini(&said);
}

static void add(struct libscols_table *table, const char *what, const struct checks *checks,
		const char *wanted)
{
	char remark[160];

	snprintf(remark, sizeof remark, "of %zu cases %zu slower, %zu undecided", checks->nr_cases,
		 checks->nr_slower, checks->nr_undecided);
	tally_add(table, what, checks->nr_failed, checks->nr, wanted, remark);
}

static void name_run(char *name, size_t size, unsigned i)
{
	snprintf(name, size, "same-%u", i);
}

static void add_same(struct libscols_table *table, const char *directory, unsigned nr)
{
	struct checks checks = {0};
	char head[32], base[32];

	for (unsigned i = 1; i <= nr; i++) {
		name_run(head, sizeof head, i);
		name_run(base, sizeof base, i - 1);
		measure(directory, head, 0);
		compare(&checks, directory, head, base);
	}
	add(table, "no difference: some case called slower by more than 10 %", &checks,
	    "at most 5 %");
}

static void add_different(struct libscols_table *table, const char *directory, unsigned nr,
			  unsigned handicap_pct)
{
	struct checks checks = {0};
	char head[32], what[96];

	for (unsigned i = 0; i < nr; i++) {
		snprintf(head, sizeof head, "slower-%u-%u", handicap_pct, i);
		measure(directory, head, handicap_pct / 100.0);
		compare(&checks, directory, head, "same-0");
	}
	snprintf(what, sizeof what, "all %u %% slower: some case called slower by more than 10 %%",
		 handicap_pct);
	add(table, what, &checks, "");
}

static void remove_all(const char *directory)
{
	char *command;

	if (asprintf(&command, "rm -rf '%s'", directory) < 0 || system(command) != 0)
		fprintf(stderr, "power: %s is left behind\n", directory);
	free(command);
}

void power_runs(unsigned nr_same, unsigned nr_different)
{
	struct libscols_table *table = tally_create("separate runs of the lecture's matrix");
	char directory[] = "/tmp/racelab-power-XXXXXX";
	static const unsigned handicaps_pct[] = {20, 35, 50};

	if (!mkdtemp(directory))
		abort();
	measure(directory, "same-0", 0);
	if (nr_same)
		add_same(table, directory, nr_same);
	for (size_t i = 0; i < 3 && nr_different; i++)
		add_different(table, directory, nr_different, handicaps_pct[i]);
	tally_print(table);
	remove_all(directory);
}
