// SPDX-License-Identifier: MIT

// From what was asked for to the list of cases: every matrix is read axis by axis, its choices are
// combined in the order of the axes (the last one changes fastest), an axis that means nothing for
// a case is left out of it, and what then stands twice is kept once.

#include "harness/plan/plan.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/machine/placement.h"
#include "harness/plan/case.h"
#include "harness/plan/choices.h"
#include "harness/plan/doubles.h"
#include "harness/plan/measuring.h"
#include "harness/trial/tasks.h"

enum {
	MAX_CASES = 1000000,
	MAX_TRIALS = 100000000, /* 400 MB of schedule; three weeks of 20 ms windows */
};

/* What a trial takes besides its window: fork, mapping, probes, and each task's start and end; and
   a block: a program's start, which loads the topology. Seen on a virtual machine of two cores;
   half or double elsewhere. */
static const uint64_t trial_cost_ns = 1500000, task_cost_ns = 60000, block_cost_ns = 4000000;

// A matrix on its way to cases.
struct matrix {
	const struct axes *axes;
	struct choices choices[NR_AXES];
	size_t nr_kept;
	char dropped[256]; /* why the last case was dropped that could not exist; "" if none */
};

static const struct axes no_axes; /* nothing given: the lecture's matrix */

// Begins the complaint with where that axis was given.
static int complain_axis(struct complaint *c, const struct matrix *m, enum axis axis)
{
	const char *where = m->axes->axis[axis].where;

	return complain_at(c, where ? where : axis_keywords[axis].name);
}

static bool applies(enum axis axis, const struct structure *structure,
		    const struct strategy *strategy)
{
	switch (axis) {
	case AXIS_PATTERN:
	case AXIS_SLOTS:
		return structure->has_slots;
	case AXIS_GRANULARITY:
		return structure->has_slots && strategy->locks;
	case AXIS_HOLD:
		return strategy->locks;
	default:
		return true;
	}
}

static void choose(struct case_spec *spec, enum axis axis, const struct choice *choice,
		   const struct plan *plan)
{
	switch (axis) {
	case AXIS_STRUCTURE:
		spec->structure = choice->structure;
		break;
	case AXIS_SYNC:
		spec->strategy = choice->strategy;
		spec->parameter = choice->parameter;
		break;
	case AXIS_TASK:
		spec->task = choice->task;
		break;
	case AXIS_COUNT:
		spec->count = (unsigned)choice->number;
		break;
	case AXIS_PLACE:
		spec->place = &plan->places[choice->place];
		break;
	case AXIS_PATTERN:
		spec->pattern = choice->pattern;
		break;
	case AXIS_SLOTS:
		spec->slots = choice->number;
		break;
	case AXIS_GRANULARITY:
		spec->granularity = choice->granularity;
		break;
	case AXIS_HOLD:
		spec->hold_ns = choice->number;
		break;
	case AXIS_THINK:
		spec->think_ns = choice->number;
		break;
	case AXIS_READERS:
		spec->readers = (unsigned)choice->number;
		break;
	case NR_AXES:
		break;
	}
}

// The axis but for which the case could exist; the strategy's, if it is none of the others.
static enum axis to_blame(const struct case_spec *spec)
{
	struct case_spec without_pattern = *spec, without_readers = *spec;
	struct case_spec with_threads = *spec;
	char why[256];

	without_pattern.pattern = (struct pattern){.kind = PATTERN_ABSENT};
	if (!case_impossible(&without_pattern, why, sizeof why))
		return AXIS_PATTERN;
	without_readers.readers = 0;
	if (!case_impossible(&without_readers, why, sizeof why))
		return AXIS_READERS;
	with_threads.task = &task_threads;
	if (!case_impossible(&with_threads, why, sizeof why))
		return AXIS_TASK;
	return AXIS_SYNC;
}

static int append_case(struct plan *plan, const struct case_spec *spec, struct complaint *c)
{
	size_t nr = plan->nr_cases;

	if (nr == MAX_CASES)
		return complain(c, "the plan has more than %d cases; give shorter lists",
				MAX_CASES);
	if ((nr & (nr - 1)) == 0) { /* full: room is for powers of two */
		struct case_spec *grown = reallocarray(plan->cases, nr ? 2 * nr : 1, sizeof *grown);

		if (!grown)
			return complain_machine(c, "no memory for the plan");
		plan->cases = grown;
	}
	plan->cases[plan->nr_cases++] = *spec;
	return 0;
}

// True if what is to blame was named by a class, `all` or a default only, so that nobody asked for
// the case in so many words.
static bool may_drop(const struct matrix *m, enum axis blamed, bool named)
{
	bool task_given = m->axes->axis[AXIS_TASK].text != NULL;

	return (blamed == AXIS_SYNC && !named) || (blamed == AXIS_TASK && !(named && task_given));
}

// Keeps the case if it can exist. One that cannot is dropped if nobody named it, and refused
// otherwise.
static int keep(struct plan *plan, struct matrix *m, const struct case_spec *spec, bool named,
		struct complaint *c)
{
	char why[256];
	enum axis blamed;

	if (!case_impossible(spec, why, sizeof why)) {
		m->nr_kept++;
		return append_case(plan, spec, c);
	}
	blamed = to_blame(spec);
	if (may_drop(m, blamed, named)) {
		snprintf(m->dropped, sizeof m->dropped, "%s", why);
		return 0;
	}
	complain(c, "%s", why);
	return complain_axis(c, m, blamed);
}

// Combines the choices from `axis` on with what `spec` has of the axes before it.
static int expand(struct plan *plan, struct matrix *m, enum axis axis, struct case_spec spec,
		  bool named, struct complaint *c)
{
	const struct choices *choices = &m->choices[axis];

	if (axis == NR_AXES)
		return keep(plan, m, &spec, named, c);
	if (!applies(axis, spec.structure, spec.strategy))
		return expand(plan, m, axis + 1, spec, named, c);
	for (size_t i = 0; i < choices->nr; i++) {
		choose(&spec, axis, &choices->choice[i], plan);
		if (axis == AXIS_SYNC)
			named = choices->choice[i].named;
		if (expand(plan, m, axis + 1, spec, named, c))
			return -1;
	}
	return 0;
}

static bool any_slots(const struct matrix *m)
{
	const struct choices *structures = &m->choices[AXIS_STRUCTURE];

	for (size_t i = 0; i < structures->nr; i++)
		if (structures->choice[i].structure->has_slots)
			return true;
	return false;
}

static bool any_locks(const struct matrix *m)
{
	const struct choices *strategies = &m->choices[AXIS_SYNC];

	for (size_t i = 0; i < strategies->nr; i++)
		if (strategies->choice[i].strategy->locks)
			return true;
	return false;
}

static bool any_pause(const struct choices *pauses)
{
	for (size_t i = 0; i < pauses->nr; i++)
		if (pauses->choice[i].number)
			return true;
	return false;
}

static int complain_slots(struct complaint *c)
{
	char names[256] = "";
	size_t nr = 0;

	for (size_t i = 0; i < catalog_nr_structures(); i++) {
		const struct structure *structure = catalog_structure(i);
		size_t length = strlen(names);

		if (structure->has_slots)
			snprintf(names + length, sizeof names - length, "%s%s", nr++ ? ", " : "",
				 structure->name);
	}
	return complain(c, "none of the structures asked for has slots (%s have)", names);
}

// Refuses an axis that was given and means nothing for any case of the matrix.
static int check_meaning(const struct matrix *m, struct complaint *c)
{
	static const enum axis of_slots[] = {AXIS_PATTERN, AXIS_SLOTS, AXIS_GRANULARITY};
	static const enum axis of_locks[] = {AXIS_GRANULARITY, AXIS_HOLD};

	for (size_t i = 0; !any_slots(m) && i < sizeof of_slots / sizeof of_slots[0]; i++)
		if (m->axes->axis[of_slots[i]].text) {
			complain_slots(c);
			return complain_axis(c, m, of_slots[i]);
		}
	for (size_t i = 0; !any_locks(m) && i < sizeof of_locks / sizeof of_locks[0]; i++)
		if (m->axes->axis[of_locks[i]].text &&
		    (of_locks[i] != AXIS_HOLD || any_pause(&m->choices[AXIS_HOLD]))) {
			complain(c,
				 "none of the strategies asked for has locks (those of class %s "
				 "have)",
				 class_name(CLASS_LOCKED));
			return complain_axis(c, m, of_locks[i]);
		}
	return 0;
}

static int expand_all(struct plan *plan, struct matrix *matrices, size_t nr, struct complaint *c)
{
	for (size_t i = 0; i < nr; i++) {
		struct matrix *m = &matrices[i];

		if (expand(plan, m, 0, (struct case_spec){0}, false, c))
			return -1;
		if (m->nr_kept)
			continue;
		complain(c, "nothing asked for can be raced so: %s", m->dropped);
		return complain_axis(c, m, AXIS_SYNC);
	}
	return 0;
}

static bool is_of_ranks(const struct matrix *m)
{
	const char *task = m->axes->axis[AXIS_TASK].text;

	return task && strcmp(task, task_ranks.name) == 0;
}

// Reads all matrices before any is expanded: the cases point to the places, which then stay put.
static int read_all(struct plan *plan, struct matrix *matrices, size_t nr, const struct topology *t,
		    unsigned nr_ranks, struct complaint *c)
{
	for (size_t i = 0; i < nr; i++) {
		struct matrix *m = &matrices[i];

		for (enum axis axis = 0; axis < NR_AXES; axis++)
			if (choices_read(&m->choices[axis], axis, &m->axes->axis[axis], plan, t,
					 is_of_ranks(m) ? &nr_ranks : NULL, c))
				return -1;
		if (check_meaning(m, c))
			return -1;
	}
	return 0;
}

static int make_cases(struct plan *plan, const struct spec *spec, const struct topology *t,
		      struct complaint *c)
{
	size_t nr = spec->nr_matrices ? spec->nr_matrices : 1;
	struct matrix *matrices = calloc(nr, sizeof *matrices);
	int result;

	if (!matrices)
		return complain_machine(c, "no memory for the plan");
	for (size_t i = 0; i < nr; i++)
		matrices[i].axes = spec->nr_matrices ? &spec->matrices[i] : &no_axes;
	result = read_all(plan, matrices, nr, t, spec->nr_ranks, c);
	if (result == 0)
		result = expand_all(plan, matrices, nr, c);
	for (size_t i = 0; i < nr; i++)
		for (size_t axis = 0; axis < NR_AXES; axis++)
			choices_fini(&matrices[i].choices[axis]);
	free(matrices);
	return result;
}

static int check_size(const struct plan *plan, struct complaint *c)
{
	if (plan_nr_trials(plan) <= MAX_TRIALS)
		return 0;
	return complain(c,
			"%zu cases in %" PRIu64 " blocks are more than %d trials; ask for fewer "
			"blocks or cases",
			plan->nr_cases, plan->measuring.blocks, MAX_TRIALS);
}

// An increment in another's memory takes a thousand times as long, and longer where ranks share a
// PU.
static void be_patient(struct plan *plan, const struct spec *spec)
{
	const uint64_t with_ranks_ns = 60000000000;

	if (spec->nr_ranks && !spec->setting[SETTING_TIMEOUT].text)
		plan->measuring.timeout_ns = with_ranks_ns;
}

int plan_build(struct plan *plan, const struct spec *spec, const struct topology *t,
	       struct complaint *c)
{
	*plan = (struct plan){.shard = shard_whole};
	if (measuring_read(&plan->measuring, spec->setting, c) || make_cases(plan, spec, t, c) ||
	    plan_drop_doubles(plan, c) || check_size(plan, c)) {
		plan_fini(plan);
		return -1;
	}
	be_patient(plan, spec);
	return 0;
}

void plan_fini(struct plan *plan)
{
	free(plan->cases);
	free(plan->places);
	*plan = (struct plan){0};
}

uint64_t plan_nr_trials(const struct plan *plan)
{
	return plan->nr_cases * plan->measuring.blocks; /* at most 10^12 */
}

uint64_t plan_expected_ns(const struct plan *plan)
{
	uint64_t block_ns = block_cost_ns, ns;

	for (size_t i = 0; i < plan->nr_cases; i++) /* at most 10^6 cases of an hour: no overflow */
		block_ns +=
		    plan->measuring.window_ns + trial_cost_ns + plan->cases[i].count * task_cost_ns;
	return __builtin_mul_overflow(block_ns, plan->measuring.blocks, &ns) ? UINT64_MAX : ns;
}
