// SPDX-License-Identifier: MIT

#include "harness/tests/exploring.h"

#include <criterion/criterion.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/graphs/executions.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/target.h"
#include "harness/trial/sandbox.h"

void explored_open(struct explored *explored, const char *name, unsigned tasks, unsigned ops)
{
	struct target target;
	struct source source;
	struct complaint c;

	*explored = (struct explored){0};
	cr_assert_eq(sandbox_init(), 0);
	cr_assert_eq(target_find(&target, name, RACELAB_ROOT, &c), 0, "%s", c.text);
	source = target_source(&target, RACELAB_ROOT, tasks, ops);
	cr_assert_eq(bench_open(&explored->bench, &source, name, &c), 0, "%s", c.text);
}

void explored_close(struct explored *explored)
{
	found_fini(&explored->found);
	bench_close(&explored->bench);
}

void explored_run(struct explored *explored, enum model model, const char *weaken)
{
	struct weakening weakening;
	struct limit limit = {0};
	struct complaint c;

	found_fini(&explored->found);
	if (weaken)
		cr_assert_eq(weakening_parse(&weakening, weaken, &c), 0, "%s", c.text);
	cr_assert_eq(explore_weakened(&explored->bench, &weakening, weaken != NULL, model, &limit,
				      &explored->found, &c),
		     0, "%s", c.text);
	cr_assert(explored->found.complete, "%s", explored->found.why_not);
}

void explored_count(struct explored *explored, enum model model)
{
	struct limit limit = {0};

	if (!explored->bench.behaviour.program)
		explored_run(explored, model, NULL);
	found_fini(&explored->found);
	executions_search(&explored->bench.behaviour, model, 0, true, &limit, &explored->found);
	cr_assert(explored->found.complete, "%s", explored->found.why_not);
}

bool explored_has(const struct explored *explored, enum wrong_kind kind)
{
	for (size_t i = 0; i < explored->found.nr_wrongs; i++)
		if (explored->found.wrong[i].kind == kind)
			return true;
	return false;
}

const struct outcome *explored_outcome(const struct explored *explored, uint64_t value)
{
	for (size_t i = 0; i < explored->found.nr_outcomes; i++)
		if (explored->found.outcome[i].value == value)
			return &explored->found.outcome[i];
	return NULL;
}
