// SPDX-License-Identifier: MIT

// The main job from within a lab, so that what a lab shows can be held against it.

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "benches/labs/lab.h"
#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/lab/run.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/trial/record.h"
#include "harness/trial/trial.h"

static void ask(struct axes *axes, enum axis axis, const char *text)
{
	given_set(&axes->axis[axis], text, axis_keywords[axis].name);
}

// The plan of one case; its complaint goes to standard error, where the sandbox keeps it.
static int plan_one(struct plan *plan, struct spec *spec, const char *sync, const char *task,
		    unsigned count, uint64_t ops_per_task, const struct topology *topology)
{
	struct axes *axes = spec_add(spec, NULL, NULL);
	struct complaint c;
	char text[32];

	ask(axes, AXIS_STRUCTURE, "variable");
	ask(axes, AXIS_SYNC, sync);
	ask(axes, AXIS_TASK, task);
	snprintf(text, sizeof text, "%u", count);
	ask(axes, AXIS_COUNT, text);
	snprintf(text, sizeof text, "%lu", ops_per_task);
	given_set(&spec->setting[SETTING_OPS], text, "ops");
	if (plan_build(plan, spec, topology, &c) == 0)
		return 0;
	fprintf(stderr, "racelab: %s\n", c.text);
	return -1;
}

static int try_case(const struct lab_run *run, const struct plan *plan, struct lab_raced *raced)
{
	static struct record record; /* large: a PU for each of 4096 tasks */
	const struct bench bench = {
	    .topology = run->topology, .measuring = &plan->measuring, .clock_ns = probe_clock_ns()};
	struct complaint c;

	if (trial_run(&bench, &plan->cases[0], plan->measuring.seed, &record, &c) ||
	    strcmp(record.row.outcome, outcome_names[OUTCOME_OK]) != 0)
		return -1;
	*raced = (struct lab_raced){
	    .ns_per_op = (double)record.row.elapsed_ns / (double)record.row.ops,
	    .ops = record.row.ops,
	    .lost = record.row.lost,
	};
	return 0;
}

int lab_race(struct lab_run *run, const char *sync, const char *task, unsigned count,
	     uint64_t ops_per_task, struct lab_raced *raced)
{
	struct spec spec;
	struct plan plan;
	int result = -1;

	spec_init(&spec);
	if (plan_one(&plan, &spec, sync, task, count, ops_per_task, run->topology) == 0) {
		result = try_case(run, &plan, raced);
		plan_fini(&plan);
	}
	spec_fini(&spec);
	return result;
}
