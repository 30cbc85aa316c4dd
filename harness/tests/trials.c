// SPDX-License-Identifier: MIT

// Trials for tests.

#include "harness/tests/trials.h"

#include <criterion/criterion.h>

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "harness/complaint.h"
#include "harness/machine/placement.h"
#include "harness/trial/record.h"
#include "harness/trial/sandbox.h"
#include "harness/trial/tasks.h"
#include "harness/trial/trial.h"

struct topology topology;

static struct place compact = {.kind = PLACE_COMPACT};

void trials_load(void)
{
	struct complaint c;

	cr_assert_eq(topology_load(&topology, &c), 0, "%s", c.text);
	cr_assert_eq(sandbox_init(), 0);
}

void trials_unload(void)
{
	topology_fini(&topology);
}

struct case_spec a_case(const struct strategy *strategy, const char *structure, const char *task,
			unsigned count)
{
	struct case_spec spec = {
	    .structure = catalog_find_structure(structure),
	    .strategy = strategy,
	    .parameter = strategy->about->parameter.usual,
	    .task = task_kind_find(task),
	    .count = count,
	    .place = &compact,
	};

	if (spec.structure->has_slots) {
		spec.slots = 16;
		spec.pattern.kind = PATTERN_UNIFORM;
		if (strategy->locks)
			spec.granularity.kind = GRANULARITY_GLOBAL;
	}
	return spec;
}

const struct row *run_trial(const struct case_spec *spec, const struct measuring *measuring)
{
	static struct record record;
	const struct bench bench = {
	    .topology = &topology, .measuring = measuring, .turns_per_ns = 1};
	struct complaint c;

	cr_assert_eq(trial_run(&bench, spec, 1, &record, &c), 0, "%s", c.text);
	return &record.row;
}
