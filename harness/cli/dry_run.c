// SPDX-License-Identifier: MIT

// A plan in words: nothing is measured.

#include "harness/cli/dry_run.h"

#include <stdint.h>
#include <stdio.h>

#include "harness/cli/cli.h"
#include "harness/plan/case.h"
#include "harness/plan/shard.h"

static void print_shard(const struct plan *plan)
{
	const struct shard *shard = &plan->shard;
	uint64_t blocks = plan->measuring.blocks;
	uint64_t first = shard_first_block(shard, blocks), end = shard_end_block(shard, blocks);

	if (shard->count == 1)
		return;
	printf("shard %lu of %lu: blocks %lu-%lu of 0-%lu, %lu trials", shard->index, shard->count,
	       first, end - 1, blocks - 1, shard_end_trial(plan) - shard_first_trial(plan));
	if (!plan->measuring.ops)
		printf(", about %.3g s", (double)plan_expected_ns(plan) / 1e9 *
					     (double)(end - first) / (double)blocks);
	putchar('\n');
}

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
	print_shard(plan);
	return EXIT_DONE;
}
