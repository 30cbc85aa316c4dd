// SPDX-License-Identifier: MIT

// A plan in words: nothing is measured.

#include "harness/cli/dry_run.h"

#include <stdio.h>

#include "harness/cli/cli.h"
#include "harness/plan/case.h"

int dry_run_print(const struct plan *plan)
{
	double expected_s = (double)plan_expected_ns(plan) / 1e9;
	char name[8192];

	for (size_t i = 0; i < plan->nr_cases; i++)
		puts(case_format(&plan->cases[i], name, sizeof name));
	printf("%zu case%s x %lu block%s = %lu trials, ", plan->nr_cases,
	       plan->nr_cases == 1 ? "" : "s", plan->measuring.blocks,
	       plan->measuring.blocks == 1 ? "" : "s", plan_nr_trials(plan));
	if (plan->measuring.ops)
		printf("%lu increments a task each; seed %lu\n", plan->measuring.ops,
		       plan->measuring.seed);
	else
		printf("about %.3g s; seed %lu\n", expected_s, plan->measuring.seed);
	return EXIT_DONE;
}
