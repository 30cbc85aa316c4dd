// SPDX-License-Identifier: MIT

// Locks written twice: ours to be read, Concurrency Kit's to be held against. Ours should cost no
// more; benches/ck/README.md explains the ratios that are far from 1.

#include "harness/bench/twins.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "benches/catalog.h"
#include "harness/bench/duel.h"
#include "harness/bench/ratios.h"
#include "harness/plan/case.h"
#include "harness/statistics/estimate.h"
#include "harness/trial/tasks.h"

#define NR_PAIRS 200

/* how much ours may cost of its twin's time */
#define MOST 1.05

static const struct twins {
	const char *ours, *theirs;
	bool same; /* two of one algorithm, so that MOST holds */
} twins[] = {
    {"tas", "ck_cas", true},	       {"tas", "ck_fas", true},
    {"ttas", "ck_fas", true},	       {"ticket", "ck_ticket", true},
    {"anderson", "ck_anderson", true}, {"mcs", "ck_mcs", true},
    {"clh", "ck_clh", true},	       {"cohort", "ck_hclh", false},
    {"ttas", "ttas", false}, /* what is noise: the same lock twice */
};

static struct case_spec spec_of(const char *strategy, unsigned nr_tasks)
{
	return (struct case_spec){
	    .structure = catalog_find_structure("variable"),
	    .strategy = catalog_find_strategy(strategy),
	    .task = &task_threads,
	    .count = nr_tasks,
	};
}

static int compare(const struct topology *topology, const struct twins *pair, unsigned nr_tasks,
		   struct estimate *ratio, struct complaint *c)
{
	const struct case_spec our_spec = spec_of(pair->ours, nr_tasks);
	const struct case_spec their_spec = spec_of(pair->theirs, nr_tasks);

	return duel_cases(ratio, &our_spec, &their_spec, topology, NR_PAIRS, c);
}

int bench_twins(const struct topology *topology, struct complaint *c)
{
	struct libscols_table *table =
	    ratios_create("locks on variable", "time, ours / Concurrency Kit's");
	struct estimate ratio;
	char name[64];
	int result = 0;

	for (size_t i = 0; i < sizeof twins / sizeof *twins && !result; i++)
		for (unsigned n = 1; n <= 2 && n <= topology->nr_pus && !result; n++) {
			snprintf(name, sizeof name, "%s / %s, %u task%s", twins[i].ours,
				 twins[i].theirs, n, n == 1 ? "" : "s");
			result = compare(topology, &twins[i], n, &ratio, c);
			if (!result)
				ratios_add(table, name, &ratio, twins[i].same ? MOST : NAN);
		}
	ratios_print(table);
	if (!result)
		printf("medians of %d pairs of windows of %d ms\n\n", NR_PAIRS,
		       DUEL_WINDOW_NS / 1000000);
	return result;
}
