// SPDX-License-Identifier: MIT

// Case by case: like trials paired, their ratios judged; and what only one side has.

#include "harness/verdict/baseline.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "harness/data/summary.h"
#include "harness/verdict/judge.h"
#include "harness/verdict/pairing.h"

#define MOST_MISSING 10 /* cases that are named one by one */

static void compare_pairs(struct judged *judged, double threshold)
{
	const struct case_summary *head = judged->head, *base = judged->base;
	size_t room = head->nr_ok < base->nr_ok ? head->nr_ok : base->nr_ok, nr;
	double *ratios = calloc(room + 1, sizeof *ratios);

	assert(ratios);
	nr = pairing_ratios(head->ok, head->nr_ok, base->ok, base->nr_ok, ratios);
	judged->comparison.nr_pairs = nr;
	judge_ratios(&judged->comparison, ratios, nr, 1, threshold);
	free(ratios);
}

// Whether only that side has the case.
static bool is_only(const struct judged *judged, enum rule rule)
{
	return rule == RULE_only_head ? !judged->base : !judged->head;
}

static void add_missing(struct verdict *verdict, enum rule rule)
{
	const char *lacks = rule == RULE_only_head ? "base" : "head";
	size_t nr = 0;

	for (size_t i = 0; i < verdict->nr_cases; i++)
		if (is_only(&verdict->cases[i], rule) && nr++ < MOST_MISSING)
			verdict_add(verdict, rule, SEVERITY_NOTE, (long)i, NO_BLOCK,
				    "%s: %s does not have this case", verdict->cases[i].name,
				    lacks);
	if (nr > MOST_MISSING)
		verdict_add(verdict, rule, SEVERITY_NOTE, NO_CASE, NO_BLOCK,
			    "%s does not have %zu more case%s", lacks, nr - MOST_MISSING,
			    nr == MOST_MISSING + 1 ? "" : "s");
}

void baseline_compare(struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->nr_cases; i++) {
		struct judged *judged = &verdict->cases[i];

		if (!judged->head || !judged->base)
			continue;
		compare_pairs(judged, verdict->threshold);
		judge_ranks(judged);
	}
	judge_all(verdict, "measure more blocks, or use racelab duet");
	add_missing(verdict, RULE_only_head);
	add_missing(verdict, RULE_only_base);
}
