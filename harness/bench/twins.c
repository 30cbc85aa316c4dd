// SPDX-License-Identifier: MIT

// Locks written twice: ours to be read, Concurrency Kit's to be held against. Ours should cost no
// more; benches/ck/README.md explains the ratios that are far from 1. They are raced by `racelab
// duet`, which starts both sides again and again: in one start a contended lock may differ from
// itself by a sixth.

#include "harness/bench/twins.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/bench/ratios.h"
#include "harness/power/verdicts.h"
#include "harness/statistics/estimate.h"

/* how much ours may cost of its twin's time */
#define MOST 1.05

static const struct twins {
	const char *ours, *theirs;
	bool same; /* two of one algorithm, so that MOST holds */
} twins[] = {
    {"ttas", "ck_fas", true},
    {"ticket", "ck_ticket", true},
    {"anderson", "ck_anderson", true},
    {"mcs", "ck_mcs", true},
    {"clh", "ck_clh", true},
    {"tas", "ck_cas", false}, /* ours tries by writing, CK's looks between two tries */
    {"tas", "ck_fas", false},
    {"cohort", "ck_hclh", false},
    {"ttas", "ttas", false}, /* what is noise: the same lock twice */
};

static struct estimate ratio_of(const json_t *judged)
{
	json_t *found = said_comparison(judged);
	struct estimate ratio = {
	    .nr = (size_t)json_integer_value(json_object_get(found, "n")),
	    .median = json_number_value(json_object_get(found, "median")),
	    .low = json_number_value(json_object_get(found, "low")),
	    .high = json_number_value(json_object_get(found, "high")),
	};

	json_decref(found);
	return ratio;
}

// HEAD's throughput over BASE's is BASE's time over HEAD's, so ours is the base.
static void compare(struct libscols_table *table, const struct twins *pair, const char *counts)
{
	const json_t *judged;
	struct said said;
	size_t i;

	said_run(&said, 0,
		 "duet sync:%s sync:%s --structure variable --task thread --count %s "
		 "--threshold 99%%",
		 pair->ours, pair->theirs, counts);
	json_array_foreach(json_object_get(said.json, "cases"), i, judged)
	{
		struct estimate ratio = ratio_of(judged);
		char name[64];

		snprintf(name, sizeof name, "%s / %s, %zu task%s", pair->ours, pair->theirs, i + 1,
			 i ? "s" : "");
		ratios_add(table, name, &ratio, pair->same ? MOST : NAN);
	}
	said_fini(&said);
}

void bench_twins(const struct topology *topology)
{
	struct libscols_table *table =
	    ratios_create("locks on variable", "time, ours / Concurrency Kit's");

	for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
		compare(table, &twins[i], topology->nr_pus < 2 ? "1" : "1-2");
	ratios_print(table);
	printf(
	    "by racelab duet: medians of as many starts of both as there is time for in 5 s\n\n");
}
