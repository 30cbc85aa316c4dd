// SPDX-License-Identifier: MIT

// Where the tasks are, of a plan and of a run: two sources, one count.

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/machine/placement.h"
#include "harness/machine/siblings.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/trial/tasks.h"
#include "harness/verdict/warnings.h"

static void count_crowded(struct placing *placing, int64_t nr_tasks, size_t nr_pus)
{
	placing->nr_crowded++;
	if (nr_tasks <= placing->most_tasks)
		return;
	placing->most_tasks = nr_tasks;
	placing->most_pus = nr_pus;
}

// The fewest of the first PUs among which there are siblings; SIZE_MAX if there are none.
static size_t first_siblings(const struct topology *t, const unsigned *pus, size_t nr)
{
	size_t few = 0, enough = nr + 1;

	while (few + 1 < enough) {
		size_t middle = few + (enough - few) / 2;

		if (siblings_among(t, pus, middle))
			enough = middle;
		else
			few = middle;
	}
	return enough > nr ? SIZE_MAX : enough;
}

// Counts the cases that are placed so.
static void count_place(struct placing *placing, const struct plan *plan, const struct place *place,
			const struct topology *t, unsigned *order)
{
	struct complaint c;
	int nr = placement_order(t, place, order, t->nr_pus, &c);
	size_t nr_pus = nr > 0 ? (size_t)nr : t->nr_pus;
	size_t shared_from =
	    nr > 0 && place->kind != PLACE_SMT ? first_siblings(t, order, nr_pus) : SIZE_MAX;

	for (size_t i = 0; i < plan->nr_cases; i++) {
		if (plan->cases[i].place != place || plan->cases[i].task == &task_ranks)
			continue;
		if (plan->cases[i].count > nr_pus)
			count_crowded(placing, plan->cases[i].count, nr_pus);
		placing->nr_siblings += plan->cases[i].count >= shared_from;
	}
}

struct placing placing_of_plan(const struct plan *plan, const struct topology *t)
{
	struct placing placing = {.nr_cases = plan->nr_cases};
	unsigned *order = calloc(t->nr_pus, sizeof *order);

	for (size_t p = 0; p < plan->nr_places && order; p++)
		count_place(&placing, plan, &plan->places[p], t, order);
	free(order);
	return placing;
}

static bool is_listed(const unsigned *pus, size_t nr, unsigned pu)
{
	for (size_t i = 0; i < nr; i++)
		if (pus[i] == pu)
			return true;
	return false;
}

// The different PUs in "0 1 0 1": how many of them. At most `size`.
static size_t read_pus(unsigned *pus, size_t size, const char *cpus)
{
	size_t nr = 0;
	char *end;

	for (; *cpus && nr < size; cpus = end) {
		unsigned long pu = strtoul(cpus, &end, 10);

		if (end == cpus)
			break;
		if (!is_listed(pus, nr, (unsigned)pu))
			pus[nr++] = (unsigned)pu;
	}
	return nr;
}

struct placing placing_of_summary(const struct summary *summary, const struct topology *t)
{
	struct placing placing = {.nr_cases = summary->nr_cases};
	static unsigned pus[MAX_TASKS];

	for (size_t i = 0; i < summary->nr_cases; i++) {
		const struct case_summary *c = &summary->cases[i];
		size_t nr = c->nr_ok ? read_pus(pus, MAX_TASKS, c->ok[0]->cpus) : 0;

		if (strcmp(c->axes->task, task_ranks.name) == 0) {
			placing.nr_sharing += c->oversubscribed;
			continue; /* a PU of one host is none of another's */
		}
		if (c->oversubscribed && nr)
			count_crowded(&placing, c->axes->count, nr);
		placing.nr_siblings += t && strcmp(c->axes->place, "smt") != 0 &&
				       strcmp(c->axes->place, "none") != 0 &&
				       siblings_among(t, pus, nr);
	}
	return placing;
}
