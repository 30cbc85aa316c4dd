// SPDX-License-Identifier: MIT

#include "harness/plan/doubles.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/plan/case.h"

// Cases are the same if and only if these words are; their order means nothing.
struct identity {
	uint64_t word[15];
};

static struct identity identity_of(const struct case_spec *spec)
{
	return (struct identity){{
	    (uintptr_t)spec->structure,
	    (uintptr_t)spec->strategy,
	    (uintptr_t)spec->task,
	    spec->count,
	    (uintptr_t)spec->place, /* the plan has each place once */
	    spec->pattern.kind,
	    spec->pattern.stride_bytes,
	    (uint64_t)llround(spec->pattern.theta * 1e6), /* as exact as it is read and written */
	    spec->slots,
	    spec->granularity.kind,
	    spec->granularity.nr_stripes,
	    spec->hold_ns,
	    spec->think_ns,
	    spec->parameter,
	    spec->readers,
	}};
}

static int by_identity(const struct case_spec *a, const struct case_spec *b)
{
	const struct identity left = identity_of(a), right = identity_of(b);

	return memcmp(&left, &right, sizeof left);
}

static int by_identity_and_age(const void *left, const void *right)
{
	const struct case_spec *a = *(const struct case_spec *const *)left;
	const struct case_spec *b = *(const struct case_spec *const *)right;
	int order = by_identity(a, b);

	return order ? order : (a > b) - (a < b);
}

// Which ones are superfluous is found in sorted order, where
// equal ones are neighbours, and marked by a count of 0.
int plan_drop_doubles(struct plan *plan, struct complaint *c)
{
	struct case_spec **sorted = calloc(plan->nr_cases, sizeof *sorted);
	size_t kept = 0, first = 0;

	if (!sorted)
		return complain_machine(c, "no memory for the plan");
	for (size_t i = 0; i < plan->nr_cases; i++)
		sorted[i] = &plan->cases[i];
	qsort(sorted, plan->nr_cases, sizeof *sorted, by_identity_and_age);
	for (size_t i = 1; i < plan->nr_cases; i++) {
		if (by_identity(sorted[i], sorted[first]) == 0)
			sorted[i]->count = 0;
		else
			first = i;
	}
	free(sorted);
	for (size_t i = 0; i < plan->nr_cases; i++)
		if (plan->cases[i].count)
			plan->cases[kept++] = plan->cases[i];
	plan->nr_cases = kept;
	return 0;
}
