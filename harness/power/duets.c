// SPDX-License-Identifier: MIT

// HEAD's handicap comes from a script that stands in for its executable.

#include "harness/power/duets.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/power/tally.h"
#include "harness/power/verdicts.h"

#define CASE "--structure variable --sync fetch_add --task thread --count 2"

/* how far from 1 a ratio of two equal sides should not be */
#define NEAR 0.01

// What a number of duets came to.
struct duets {
	unsigned nr, nr_failed, nr_slower, nr_near;
	double ratio_sum, longest_s;
};

static const json_t *comparison_of(const json_t *json)
{
	const json_t *only = json_array_get(json_object_get(json, "cases"), 0);

	return json_object_get(only, "comparison");
}

static double ratio_of(const json_t *json)
{
	const json_t *ratio = json_object_get(comparison_of(json), "ratio");

	return json_number_value(json_object_get(ratio, "median"));
}

static bool is_slower(const json_t *json)
{
	const char *judgement =
	    json_string_value(json_object_get(comparison_of(json), "judgement"));

	return judgement && strcmp(judgement, "slower") == 0;
}

static void run_one(struct duets *duets, const char *head, const char *options, unsigned seed)
{
	struct said said;
	double ratio;

	said_run(&said, 0, "duet '%s' '%s' " CASE " --seed %u %s", said_racelab(), head, seed,
		 options);
	ratio = ratio_of(said.json);
	duets->nr++;
	duets->nr_failed += said.status == 1;
	duets->nr_slower += is_slower(said.json);
	duets->nr_near += fabs(ratio - 1) <= NEAR;
	duets->ratio_sum += ratio;
	duets->longest_s = fmax(duets->longest_s, said.seconds);
	said_fini(&said);
}

// An executable that is slower by that share.
static void write_script(const char *path, double handicap)
{
	FILE *script = fopen(path, "w");

	if (!script || fprintf(script,
			       "#!/bin/sh\nRACELAB_HANDICAP=%g%%\nexport RACELAB_HANDICAP\n"
			       "exec '%s' \"$@\"\n",
			       100 * handicap, said_racelab()) < 0)
		abort();
	fclose(script);
	chmod(path, 0700);
}

static void add_same(struct libscols_table *table, unsigned nr)
{
	struct duets duets = {0};
	char remark[160];

	for (unsigned i = 0; i < nr; i++)
		run_one(&duets, said_racelab(), "", i + 1);
	snprintf(remark, sizeof remark, "longest %.1f s, mean ratio %.4f", duets.longest_s,
		 duets.ratio_sum / duets.nr);
	tally_add(table, "no difference: verdict is fail", duets.nr_failed, nr, "at most 1 %",
		  remark);
	tally_add(table, "no difference: ratio within 1 % of 1", duets.nr_near, nr, "at least 95 %",
		  "");
}

static void add_different(struct libscols_table *table, const char *script, unsigned nr,
			  unsigned handicap_pct, unsigned threshold_pct, const char *wanted)
{
	struct duets duets = {0};
	char options[32], what[96], remark[160];

	write_script(script, handicap_pct / 100.0);
	snprintf(options, sizeof options, "--threshold %u%%", threshold_pct);
	for (unsigned i = 0; i < nr; i++)
		run_one(&duets, script, options, i + 1);
	snprintf(what, sizeof what, "%u %% slower: called slower by more than %u %%", handicap_pct,
		 threshold_pct);
	snprintf(remark, sizeof remark, "longest %.1f s, mean ratio %.4f", duets.longest_s,
		 duets.ratio_sum / duets.nr);
	tally_add(table, what, duets.nr_slower, nr, wanted, remark);
}

void power_duets(unsigned nr_same, unsigned nr_different)
{
	struct libscols_table *table = tally_create("duets of variable fetch_add thread 2");
	char script[] = "/tmp/racelab-power-XXXXXX";
	int fd = mkstemp(script);

	if (fd < 0)
		abort();
	close(fd);
	if (nr_same)
		add_same(table, nr_same);
	if (nr_different) {
		add_different(table, script, nr_different, 2, 1, "");
		add_different(table, script, nr_different, 5, 3, "at least 95 %");
		add_different(table, script, nr_different, 10, 5, "100 %");
	}
	unlink(script);
	tally_print(table);
}
