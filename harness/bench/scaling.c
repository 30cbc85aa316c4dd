// SPDX-License-Identifier: MIT

// Two tasks against one, of the same strategy on the variable.

#include "harness/bench/scaling.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/bench/duel.h"
#include "harness/bench/ratios.h"
#include "harness/plan/case.h"
#include "harness/statistics/estimate.h"
#include "harness/trial/tasks.h"

#define NR_PAIRS 200
#define MOST	 (1 / 1.8) /* per_task: two tasks are to do at least 1.8 times what one does */

static struct case_spec spec_of(const struct strategy *strategy, unsigned nr_tasks)
{
	return (struct case_spec){
	    .structure = catalog_find_structure("variable"),
	    .strategy = strategy,
	    .parameter = strategy->about->parameter.usual,
	    .task = &task_threads,
	    .count = nr_tasks,
	};
}

static int compare(const struct topology *topology, const struct strategy *strategy,
		   struct estimate *ratio, struct complaint *c)
{
	const struct case_spec two_spec = spec_of(strategy, 2), one_spec = spec_of(strategy, 1);

	return duel_cases(ratio, &two_spec, &one_spec, topology, NR_PAIRS, c);
}

int bench_scaling(const struct topology *topology, struct complaint *c)
{
	struct libscols_table *table = ratios_create("variable", "time, 2 tasks / 1");
	int result = 0;

	for (size_t i = 0; i < catalog_nr_strategies() && topology->nr_pus > 1 && !result; i++) {
		const struct strategy *strategy = catalog_strategy(i);
		bool is_goal = strcmp(strategy->name, "per_task") == 0;
		struct estimate ratio;

		if (strategy->about->class != CLASS_SCALABLE &&
		    strcmp(strategy->name, "fetch_add") != 0)
			continue;
		result = compare(topology, strategy, &ratio, c);
		if (!result)
			ratios_add(table, strategy->name, &ratio, is_goal ? MOST : NAN);
	}
	ratios_print(table);
	if (!result)
		printf(
		    "system-wide time per increment; medians of %d pairs of windows of %d ms, in "
		    "this start\n\n",
		    NR_PAIRS, DUEL_WINDOW_NS / 1000000);
	return result;
}
