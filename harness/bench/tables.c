// SPDX-License-Identifier: MIT

// fetch_add on both hash tables: with the default number of keys, and with more than a first-level
// cache holds.

#include "harness/bench/tables.h"

#include <inttypes.h>
#include <stdio.h>

#include "benches/catalog.h"
#include "harness/bench/duel.h"
#include "harness/bench/ratios.h"
#include "harness/plan/case.h"
#include "harness/statistics/estimate.h"
#include "harness/trial/tasks.h"

#define NR_PAIRS 200
#define MOST	 1.0 /* ours has less to do: it neither grows nor forgets */

static struct case_spec spec_of(const char *structure, unsigned nr_tasks, uint64_t slots)
{
	return (struct case_spec){
	    .structure = catalog_find_structure(structure),
	    .strategy = catalog_find_strategy("fetch_add"),
	    .task = &task_threads,
	    .count = nr_tasks,
	    .pattern = {.kind = PATTERN_UNIFORM},
	    .slots = slots,
	};
}

static int compare(const struct topology *topology, unsigned nr_tasks, uint64_t slots,
		   struct estimate *ratio, struct complaint *c)
{
	const struct case_spec our_spec = spec_of("hashtable", nr_tasks, slots);
	const struct case_spec their_spec = spec_of("lfht", nr_tasks, slots);

	return duel_cases(ratio, &our_spec, &their_spec, topology, NR_PAIRS, c);
}

int bench_tables(const struct topology *topology, struct complaint *c)
{
	static const uint64_t slots[] = {64, 65536};
	struct libscols_table *table = ratios_create("fetch_add", "time, hashtable / lfht");
	struct estimate ratio;
	char name[64];
	int result = 0;

	for (unsigned s = 0; s < 2 && !result; s++)
		for (unsigned n = 1; n <= 2 && n <= topology->nr_pus && !result; n++) {
			snprintf(name, sizeof name, "%u task%s, %" PRIu64 " keys", n,
				 n == 1 ? "" : "s", slots[s]);
			result = compare(topology, n, slots[s], &ratio, c);
			if (!result)
				ratios_add(table, name, &ratio, MOST);
		}
	ratios_print(table);
	if (!result)
		printf("medians of %d pairs of windows of %d ms, in this start\n\n", NR_PAIRS,
		       DUEL_WINDOW_NS / 1000000);
	return result;
}
