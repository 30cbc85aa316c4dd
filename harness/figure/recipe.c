// SPDX-License-Identifier: MIT

// The table of figures, and what each wants of a case.

#include "harness/figure/recipe.h"

#include <math.h>
#include <string.h>

#include "benches/sync/sync.h"
#include "harness/plan/case.h"

static bool measured(const struct case_summary *of)
{
	bool counted =
	    of->axes->count > 0 && of->axes->count <= MAX_TASKS; /* else the axis has no end */

	/* a file may hold any number, and gnuplot 5.4 dies of 1e308 */
	return of->outcomes[OUTCOME_OK] > 0 && of->throughput.nr > 0 &&
	       fabs(of->throughput.high) <= 1e15 && fabs(of->throughput.low) <= 1e15 && counted;
}

static bool contended(const struct case_summary *of)
{
	return measured(of) && of->axes->count > 1;
}

static bool has_share(const struct case_summary *of)
{
	return measured(of) && of->lost_share.nr > 0;
}

static bool has_contended_share(const struct case_summary *of)
{
	return contended(of) && of->lost_share.nr > 0;
}

static bool has_cost(const struct case_summary *of)
{
	return measured(of) && of->ns_per_op.low > 0; /* its axis is logarithmic */
}

static bool has_rate(const struct case_summary *of)
{
	/* its axis is logarithmic, and has a tic at each decade: a file may hold any number */
	return measured(of) && of->throughput.low >= 1e-3;
}

static bool has_goodput(const struct case_summary *of)
{
	return measured(of) && of->goodput.nr > 0 && fabs(of->goodput.high) <= 1e15 &&
	       fabs(of->goodput.low) <= 1e15;
}

// The collision model is of cells drawn uniformly.
static bool has_collisions(const struct case_summary *of)
{
	return has_contended_share(of) && strcmp(of->axes->pattern, "uniform") == 0 &&
	       class_find(of->axes->class) == CLASS_UNSYNCHRONIZED;
}

static bool has_turns(const struct case_summary *of)
{
	bool told = of->nr_ok > 0 && of->ok[0]->ops_min >= 0 && of->ok[0]->ops_max > 0;

	return contended(of) && told && of->jain.nr > 0 &&
	       class_find(of->axes->class) == CLASS_LOCKED;
}

static bool has_price(const struct case_summary *of)
{
	return contended(of) && has_rate(of) && of->handover_share.nr > 0 &&
	       of->handover_share.high <= 1 && class_find(of->axes->class) == CLASS_LOCKED;
}

static bool has_handoff(const struct case_summary *of)
{
	return contended(of) && of->handoff_ns.low >= 1e-3 && of->handoff_ns.high <= 1e12;
}

#define NEEDS_TRIALS "no trial of this run was measured; run it again without --sync and --task"

#define NEEDS_EXPLORED                                                                             \
	"nothing was explored beside this run; racelab explore --figures DIR would give it"

static const struct recipe recipes[] = {
    {.name = "wrong_number",
     .rows = ROWS_TRIALS,
     .takes = has_contended_share,
     .needs = "no two tasks were raced; --count 2 --sync none,mutex,fetch_add would give it",
     .finding = finding_wrong_number,
     .one_structure = true,
     .one_kind = true,
     .one_count = true,
     .one_per_class = true,
     .panel_a_line = true},
    {.name = "lost_share",
     .x = X_TASKS,
     .takes = has_share,
     .needs = "no unsynchronized strategy was measured; --sync none would give it",
     .finding = finding_lost_share,
     .finding_many = finding_lost_share_many,
     .collects_exact = true},
    {.name = "cost",
     .x = X_TASKS,
     .takes = has_cost,
     .needs = NEEDS_TRIALS,
     .finding = finding_cost,
     .finding_many = finding_cost_many},
    {.name = "rate",
     .x = X_TASKS,
     .takes = has_rate,
     .needs = NEEDS_TRIALS,
     .finding = finding_rate},
    {.name = "goodput",
     .x = X_TASKS,
     .takes = has_goodput,
     .needs = NEEDS_TRIALS,
     .finding = finding_goodput},
    {.name = "cost_ladder",
     .rows = ROWS_RUNGS,
     .takes = has_cost,
     .needs = "fewer than two of its steps were measured; --structure variable "
	      "--sync none,fetch_add,mutex,flock --count 1-2 would give it",
     .finding = finding_cost_ladder,
     .one_structure = true,
     .one_kind = true},
    {.name = "threads_processes",
     .takes = measured,
     .needs = "no case was measured with both kinds of tasks; --task thread,process would give it",
     .finding = finding_threads_processes,
     .pairs = true,
     .one_count = true},
    {.name = "false_sharing",
     .x = X_DISTANCE,
     .takes = has_cost,
     .needs = "fewer than two distances between own counters were measured; --structure array "
	      "--count 2 --pattern own:8,own:64,own:128 would give it",
     .finding = finding_false_sharing},
    {.name = "lost_slots",
     .x = X_SLOTS,
     .takes = has_collisions,
     .needs = "fewer than two numbers of slots were raced for without protection; --structure "
	      "array,hashtable --sync none --count 2 --slots 1,16,256 would give it",
     .finding = finding_lost_slots},
    {.name = "granularity",
     .x = X_LOCKS,
     .takes = has_rate,
     .needs = "fewer than two numbers of locks were measured; --structure array --sync mutex "
	      "--granularity global,striped:8,each would give it",
     .finding = finding_granularity},
    {.name = "fairness",
     .takes = has_turns,
     .needs = "no two tasks fought for a lock; --sync locked --count 2 would give it",
     .finding = finding_fairness,
     .one_structure = true,
     .one_kind = true,
     .one_count = true},
    {.name = "fairness_price",
     .takes = has_price,
     .needs = "no two tasks fought for the lock of a variable; --structure variable --sync locked "
	      "--count 2 would give it",
     .finding = finding_fairness_price,
     .front = true,
     .one_structure = true,
     .one_kind = true,
     .one_count = true},
    {.name = "machine",
     .rows = ROWS_PAIRS,
     .takes = has_handoff,
     .needs = "no two tasks were pinned to different PUs; --count 2 would give it",
     .finding = finding_machine,
     .finding_many = finding_machine_many},
    {.name = "windows",
     .rows = ROWS_TRIALS,
     .takes = has_handoff,
     .needs = "no handoff between two tasks was measured; --count 2 would give it",
     .finding = finding_windows,
     .one_structure = true,
     .one_kind = true,
     .one_count = true,
     .one_per_class = true,
     .panel_a_line = true},
    {.name = "interleavings",
     .rows = ROWS_INTERLEAVINGS,
     .needs = NEEDS_EXPLORED,
     .finding = finding_interleavings},
    {.name = "fleet",
     .rows = ROWS_MACHINES,
     .needs = "these are rows of one machine; a store of several (racelab merge) would give it",
     .finding = finding_fleet,
     .finding_many = finding_fleet},
    {.name = "ranks",
     .x = X_TASKS,
     .takes = has_rate,
     .needs = "no ranks were raced; mpiexec -n 3 racelab run ranks.ini, by a racelab that was "
	      "built with MPI=1, would give it",
     .finding = finding_ranks,
     .ranks = true},
    {.name = "models", .rows = ROWS_MODELS, .needs = NEEDS_EXPLORED, .finding = finding_models},
};

const struct recipe *recipe_find(const struct figure *figure)
{
	static const struct recipe any = {
	    .x = X_TASKS, .takes = measured, .needs = NEEDS_TRIALS, .finding = finding_summary};

	for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
		if (strcmp(recipes[i].name, figure->name) == 0)
			return &recipes[i];
	return &any;
}
