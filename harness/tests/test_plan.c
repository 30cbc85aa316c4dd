// SPDX-License-Identifier: MIT

#include "harness/plan/plan.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/trial/tasks.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static struct complaint c;
static struct spec spec;
static struct topology machine; /* four cores, no SMT: PUs 0 to 3 */
static struct plan plan;
static bool built;
static char listing[8192];

static void set_up(void)
{
	spec_init(&spec);
	cr_assert_eq(topology_load_synthetic(&machine, "core:4 pu:1", &c), 0, "%s", c.text);
}

static void tear_down(void)
{
	if (built)
		plan_fini(&plan);
	spec_fini(&spec);
	topology_fini(&machine);
}

TestSuite(plan, .init = set_up, .fini = tear_down);

static void other_machine(const char *description)
{
	topology_fini(&machine);
	cr_assert_eq(topology_load_synthetic(&machine, description, &c), 0, "%s", c.text);
}

// Gives one option, as "--sync mutex" would, to the matrix that was added last.
static void give(const char *option, const char *value)
{
	struct axes *axes;

	for (size_t i = 0; i < NR_SETTINGS; i++)
		if (!strcmp(setting_keywords[i].name, option + 2)) {
			given_set(&spec.setting[i], value, option);
			return;
		}
	if (!spec.nr_matrices)
		spec_add(&spec, NULL, NULL);
	axes = &spec.matrices[spec.nr_matrices - 1];
	for (size_t i = 0; i < NR_AXES; i++)
		if (!strcmp(axis_keywords[i].name, option + 2)) {
			given_set(&axes->axis[i], value, option);
			return;
		}
	cr_assert_fail("no option %s", option);
}

// Gives "--sync mutex --count 2", and so on: words are separated by one space.
static void give_all(const char *options)
{
	char text[512], *rest = text, *option;

	snprintf(text, sizeof text, "%s", options);
	while ((option = strsep(&rest, " ")) && *option)
		give(option, strsep(&rest, " "));
}

static int build(void)
{
	if (built)
		plan_fini(&plan);
	built = plan_build(&plan, &spec, &machine, &c) == 0;
	return built ? 0 : -1;
}

// The plan's cases, a line each; or the complaint.
static const char *cases(void)
{
	size_t length = 0;

	if (build())
		return c.text;
	for (size_t i = 0; i < plan.nr_cases; i++) {
		char name[256];

		length += (size_t)snprintf(listing + length, sizeof listing - length, "%s\n",
					   case_format(&plan.cases[i], name, sizeof name));
		cr_assert_lt(length, sizeof listing);
	}
	return listing;
}

static void expect(const char *options, const char *result)
{
	spec_fini(&spec);
	give_all(options);
	cr_expect_str_eq(cases(), result, "%s:\n%s", options, cases());
}

Test(plan, nothing_given_is_the_lecture)
{
	cr_assert_eq(build(), 0, "%s", c.text);
	cr_assert_eq(plan.nr_cases, (size_t)3 * 3 * 2 * 4);
	cr_assert_eq(plan.nr_places, 1u);
	cr_assert_eq(plan.measuring.window_ns, 20000000u);
	cr_assert_eq(plan.measuring.ops, 0u);
	cr_assert_eq(plan.measuring.blocks, 20u);
	cr_assert_eq(plan.measuring.timeout_ns, 10000000000u);
	cr_assert_leq(plan.measuring.seed, (uint64_t)1 << 53);
}

Test(plan, nothing_given_on_one_pu_has_two_tasks)
{
	other_machine("pu:1");
	give_all("--task thread");
	cr_assert_str_eq(cases(), "variable none thread 1 compact\n"
				  "variable none thread 2 compact\n"
				  "variable mutex thread 1 compact\n"
				  "variable mutex thread 2 compact\n"
				  "variable fetch_add thread 1 compact\n"
				  "variable fetch_add thread 2 compact\n"
				  "array none thread 1 compact uniform 64\n"
				  "array none thread 2 compact uniform 64\n"
				  "array mutex thread 1 compact uniform 64 global\n"
				  "array mutex thread 2 compact uniform 64 global\n"
				  "array fetch_add thread 1 compact uniform 64\n"
				  "array fetch_add thread 2 compact uniform 64\n"
				  "hashtable none thread 1 compact uniform 64\n"
				  "hashtable none thread 2 compact uniform 64\n"
				  "hashtable mutex thread 1 compact uniform 64 global\n"
				  "hashtable mutex thread 2 compact uniform 64 global\n"
				  "hashtable fetch_add thread 1 compact uniform 64\n"
				  "hashtable fetch_add thread 2 compact uniform 64\n");
}

Test(plan, given_max_is_what_the_machine_has)
{
	other_machine("pu:1");
	expect("--structure variable --sync none --task thread --count 1-max",
	       "variable none thread 1 compact\n");
}

Test(plan, cases_are_nested_in_the_order_of_the_axes)
{
	expect("--structure array --sync mutex,none --task process,thread --count 2 "
	       "--pattern same,own:64 --hold 0,1us --think 0,5ns",
	       "array mutex process 2 compact same 64 global\n"
	       "array mutex process 2 compact same 64 global think=5ns\n"
	       "array mutex process 2 compact same 64 global hold=1us\n"
	       "array mutex process 2 compact same 64 global hold=1us think=5ns\n"
	       "array mutex process 2 compact own:64 64 global\n"
	       "array mutex process 2 compact own:64 64 global think=5ns\n"
	       "array mutex process 2 compact own:64 64 global hold=1us\n"
	       "array mutex process 2 compact own:64 64 global hold=1us think=5ns\n"
	       "array mutex thread 2 compact same 64 global\n"
	       "array mutex thread 2 compact same 64 global think=5ns\n"
	       "array mutex thread 2 compact same 64 global hold=1us\n"
	       "array mutex thread 2 compact same 64 global hold=1us think=5ns\n"
	       "array mutex thread 2 compact own:64 64 global\n"
	       "array mutex thread 2 compact own:64 64 global think=5ns\n"
	       "array mutex thread 2 compact own:64 64 global hold=1us\n"
	       "array mutex thread 2 compact own:64 64 global hold=1us think=5ns\n"
	       "array none process 2 compact same 64\n"
	       "array none process 2 compact same 64 think=5ns\n"
	       "array none process 2 compact own:64 64\n"
	       "array none process 2 compact own:64 64 think=5ns\n"
	       "array none thread 2 compact same 64\n"
	       "array none thread 2 compact same 64 think=5ns\n"
	       "array none thread 2 compact own:64 64\n"
	       "array none thread 2 compact own:64 64 think=5ns\n");
}

Test(plan, absent_axes_do_not_multiply_cases)
{
	expect("--structure variable,array --sync none,mutex --task thread --count 2 --slots 8,1K "
	       "--granularity each,striped:4",
	       "variable none thread 2 compact\n"
	       "variable mutex thread 2 compact\n"
	       "array none thread 2 compact uniform 8\n"
	       "array none thread 2 compact uniform 1024\n"
	       "array mutex thread 2 compact uniform 8 each\n"
	       "array mutex thread 2 compact uniform 8 striped:4\n"
	       "array mutex thread 2 compact uniform 1024 each\n"
	       "array mutex thread 2 compact uniform 1024 striped:4\n");
}

Test(plan, what_stands_twice_is_planned_once)
{
	expect("--structure variable,variable --sync mutex,none,mutex --task thread "
	       "--count 1-2,2,1-3/2 --place compact,cpus:0,1,compact,cpus:0-1",
	       "variable mutex thread 1 compact\n"
	       "variable mutex thread 1 cpus:0,1\n"
	       "variable mutex thread 2 compact\n"
	       "variable mutex thread 2 cpus:0,1\n"
	       "variable mutex thread 3 compact\n"
	       "variable mutex thread 3 cpus:0,1\n"
	       "variable none thread 1 compact\n"
	       "variable none thread 1 cpus:0,1\n"
	       "variable none thread 2 compact\n"
	       "variable none thread 2 cpus:0,1\n"
	       "variable none thread 3 compact\n"
	       "variable none thread 3 cpus:0,1\n");
	cr_assert_eq(plan.nr_places, 2u);
	expect("--structure variable --sync none,unsynchronized,plain --task thread --count 1",
	       "variable none thread 1 compact\n"
	       "variable volatile thread 1 compact\n"
	       "variable plain thread 1 compact\n");
}

Test(plan, matrices_follow_each_other_and_share_cases_and_places)
{
	spec_add(&spec, "one", "ci.ini:1: [one]");
	give_all("--structure variable --sync none --task thread --count 1,2");
	spec_add(&spec, "two", "ci.ini:5: [two]");
	give_all("--structure variable --sync none,cas --task thread --count 2,3 --place "
		 "compact,scatter");
	cr_assert_str_eq(cases(), "variable none thread 1 compact\n"
				  "variable none thread 2 compact\n"
				  "variable none thread 2 scatter\n"
				  "variable none thread 3 compact\n"
				  "variable none thread 3 scatter\n"
				  "variable cas thread 2 compact\n"
				  "variable cas thread 2 scatter\n"
				  "variable cas thread 3 compact\n"
				  "variable cas thread 3 scatter\n");
	cr_assert_eq(plan.nr_places, 2u);
	cr_assert_eq(plan.cases[1].place, plan.cases[8].place - 1);
}

Test(plan, all_and_classes_name_strategies_in_the_order_of_the_catalogue)
{
	size_t nr = 0;

	give_all("--structure variable --sync all --task thread --count 1");
	cr_assert_eq(build(), 0, "%s", c.text);
	cr_assert_eq(plan.nr_cases, catalog_nr_strategies());
	for (size_t i = 0; i < plan.nr_cases; i++)
		cr_expect_eq(plan.cases[i].strategy, catalog_strategy(i));
	give("--sync", "atomic");
	cr_assert_eq(build(), 0, "%s", c.text);
	for (size_t i = 0; i < catalog_nr_strategies(); i++)
		if (catalog_strategy(i)->about->class == CLASS_ATOMIC)
			cr_expect_eq(plan.cases[nr++].strategy, catalog_strategy(i));
	cr_assert_eq(plan.nr_cases, nr);
	cr_assert_gt(nr, 1u);
}

Test(plan, names_of_cases_differ)
{
	give_all("--sync all --pattern same,own,zipf:0.5,zipf:0.500001 --slots 4,5 --hold "
		 "0,1000ns,1001ns --granularity global,each,striped:1,striped:2");
	cr_assert_eq(build(), 0, "%s", c.text);
	cr_assert_gt(plan.nr_cases, 1000u);

	char(*names)[128] = calloc(plan.nr_cases, sizeof *names);

	for (size_t i = 0; i < plan.nr_cases; i++)
		case_format(&plan.cases[i], names[i], sizeof *names);
	qsort(names, plan.nr_cases, sizeof *names, (int (*)(const void *, const void *))strcmp);
	for (size_t i = 1; i < plan.nr_cases; i++)
		cr_expect_str_neq(names[i], names[i - 1]);
	free(names);
}

#define LOCKLESS "none of the strategies asked for has locks (those of class locked have)"
#define SLOTLESS "none of the structures asked for has slots (array, hashtable, lfht have)"

Test(plan, axes_are_refused_with_what_would_be_right)
{
	expect("--structure arry",
	       "--structure: 'arry' is no structure; did you mean 'array'? see racelab list");
	expect("--structure tree", "--structure: 'tree' is no structure; see racelab list");
	expect("--sync mutx",
	       "--sync: 'mutx' is no strategy; did you mean 'mutex'? see racelab list");
	expect("--sync atomc",
	       "--sync: 'atomc' is no strategy; did you mean 'atomic'? see racelab list");
	expect("--sync al", "--sync: 'al' is no strategy; did you mean 'all'? see racelab list");
	expect("--sync none,,cas",
	       "--sync: 'none,,cas' has an empty item; write one comma between two");
	expect("--task fiber", "--task: 'fiber' is no kind of task; see racelab list");
	expect("--task threads",
	       "--task: 'threads' is no kind of task; did you mean 'thread'? see racelab list");
	expect("--count 0", "--count: 0 is too small; use 1 to 4096");
	expect("--count 5000", "--count: 5000 is too large; use 1 to 4096");
	expect("--count 2-1", "--count: 2-1 runs backwards; write 1-2");
	expect("--count 8-max", "--count: 8-max runs backwards; max is 4 here");
	expect("--pattern unifrom", "--pattern: 'unifrom' is no pattern; did you mean 'uniform'?");
	expect("--slots 0", "--slots: 0 is too small; use 1 to 16777216");
	expect("--slots 17M", "--slots: 17M is too large; use 1 to 16777216");
	expect("--granularity fine",
	       "--granularity: 'fine' is no granularity; use global, striped:K or each");
	expect("--hold 2s", "--hold: 2s is too large; use 0 to 1s");
	expect("--think 5", "--think: '5' needs a unit; use ns, us, ms, s or min, as 20ms");
}

Test(plan, places_must_exist_on_this_machine)
{
	static const struct place smt = {.kind = PLACE_SMT};
	static const struct place cpus = {.kind = PLACE_CPUS, .nr_cpus = 1, .cpus = {999}};
	struct complaint reason;
	unsigned pus[4];
	char expected[600];

	cr_assert_eq(placement_order(&machine, &smt, pus, 4, &reason), -1);
	snprintf(expected, sizeof expected, "--place: %s", reason.text);
	expect("--place compact,smt", expected);
	cr_assert_eq(placement_order(&machine, &cpus, pus, 4, &reason), -1);
	snprintf(expected, sizeof expected, "--place: %s", reason.text);
	expect("--place cpus:999", expected);
	other_machine("core:2 pu:2");
	expect("--place smt,none --structure variable --sync none --task thread --count 8",
	       "variable none thread 8 smt\n"
	       "variable none thread 8 none\n");
}

Test(plan, axes_that_mean_nothing_are_refused)
{
	expect("--structure variable --slots 8", "--slots: " SLOTLESS);
	expect("--structure variable --pattern same", "--pattern: " SLOTLESS);
	expect("--structure variable --granularity each", "--granularity: " SLOTLESS);
	expect("--sync none,cas --granularity each", "--granularity: " LOCKLESS);
	expect("--sync none,cas --hold 0,1ns", "--hold: " LOCKLESS);
	expect("--sync none --structure variable --task thread --count 1 --hold 0",
	       "variable none thread 1 compact\n");
	expect("--sync none,mutex --structure variable --task thread --count 1 --hold 1ns",
	       "variable none thread 1 compact\n"
	       "variable mutex thread 1 compact hold=1ns\n");
}

Test(plan, a_pattern_that_a_case_cannot_have_is_refused)
{
	expect("--pattern own --slots 2 --count 1-4 --structure array",
	       "--pattern: own needs a slot for each task: --slots 2 is fewer than 3 tasks");
	expect("--pattern own --slots 2 --count 1-4 --structure array --sync all",
	       "--pattern: own needs a slot for each task: --slots 2 is fewer than 3 tasks");
	expect("--pattern own:64 --structure array,hashtable",
	       "--pattern: own:64 is for arrays; for a hashtable use own");
	expect("--pattern own:64 --structure variable,array --sync none --task thread --count 2",
	       "variable none thread 2 compact\n"
	       "array none thread 2 compact own:64 64\n");
}

Test(plan, a_value_in_a_spec_file_is_refused_with_its_line)
{
	spec_add(&spec, "locks", "ci.ini:3: [locks]");
	given_set(&spec.matrices[0].axis[AXIS_COUNT], "0", "ci.ini:7: count");
	cr_assert_eq(build(), -1);
	cr_assert_str_eq(c.text, "ci.ini:7: count: 0 is too small; use 1 to 4096");
	cr_assert_eq(c.kind, COMPLAINT_USER);
}

Test(plan, settings_are_read)
{
	give_all("--window 1.5ms --blocks 3 --seed 9007199254740992 --timeout 1min");
	cr_assert_eq(build(), 0, "%s", c.text);
	cr_assert_eq(plan.measuring.window_ns, 1500000u);
	cr_assert_eq(plan.measuring.ops, 0u);
	cr_assert_eq(plan.measuring.blocks, 3u);
	cr_assert_eq(plan.measuring.seed, (uint64_t)1 << 53);
	cr_assert_eq(plan.measuring.timeout_ns, 60000000000u);
}

Test(plan, ops_take_the_place_of_the_window)
{
	give_all("--ops 1000000000000 --timeout 10ms");
	cr_assert_eq(build(), 0, "%s", c.text);
	cr_assert_eq(plan.measuring.window_ns, 0u);
	cr_assert_eq(plan.measuring.ops, 1000000000000u);
}

Test(plan, settings_are_refused_with_what_would_be_right)
{
	expect("--window 5parsecs", "--window: '5parsecs' is no time; use a number with ns, us, "
				    "ms, s or min, as 20ms");
	expect("--window 0", "--window: 0 is too small; use 100us to 60min");
	expect("--window 99us", "--window: 99us is too small; use 100us to 60min");
	expect("--window 61min", "--window: 61min is too large; use 100us to 60min");
	expect("--ops 0", "--ops: 0 is too small; use 1 to 1000000000000");
	expect("--ops 1000000000001", "--ops: 1000000000001 is too large; use 1 to 1000000000000");
	expect("--ops 5 --window 1ms",
	       "--ops: ops and window exclude each other; give one of them");
	expect("--blocks 0", "--blocks: 0 is too small; use 1 to 1000000");
	expect("--blocks many", "--blocks: 'many' is no whole number; use 1 to 1000000");
	expect("--seed 9007199254740993",
	       "--seed: 9007199254740993 is too large; use 0 to 9007199254740992");
	expect("--seed -1", "--seed: '-1' is no whole number; use 0 to 9007199254740992");
	expect("--timeout 9ms", "--timeout: 9ms is too small; use 10ms to 1440min");
	expect("--timeout 20ms", "--timeout: a timeout of 20ms ends a window of 20ms too early; "
				 "give a longer timeout");
	expect("--window 10s", "--window: a timeout of 10s ends a window of 10s too early; give a "
			       "longer timeout");
}

Test(plan, seeds_not_given_differ)
{
	uint64_t first;

	cr_assert_eq(build(), 0);
	first = plan.measuring.seed;
	cr_assert_eq(build(), 0);
	cr_assert_neq(plan.measuring.seed, first);
}

Test(plan, too_many_cases_are_refused)
{
	expect("--count 1-4096 --pattern same,own,uniform,zipf:1 --slots 4K,8K,16K,32K,64K,128K",
	       "the plan has more than 1000000 cases; give shorter lists");
}

Test(plan, too_many_trials_are_refused)
{
	expect("--structure variable --sync none --task thread --count 1-100 --blocks 1000000 "
	       "--place compact,none",
	       "200 cases in 1000000 blocks are more than 100000000 trials; ask for fewer blocks "
	       "or cases");
}

Test(plan, expects_windows_and_what_trials_cost_besides)
{
	give_all("--structure variable --sync none --task thread --count 1,2 --blocks 10 --window "
		 "20ms");
	cr_assert_eq(build(), 0, "%s", c.text);
	cr_assert_eq(plan_nr_trials(&plan), 20u);
	/* 4 ms + 2 x (20 ms + 1.5 ms) + 3 x 60 us a block */
	cr_assert_eq(plan_expected_ns(&plan), 471800000u);
	spec_fini(&spec);
	give_all("--structure variable --sync none --task thread --count 2 --blocks 10 --ops 5");
	cr_assert_eq(build(), 0, "%s", c.text);
	cr_assert_eq(plan_expected_ns(&plan), 56200000u);
}

// A case on threads or processes that this strategy cannot have; false if it can have all.
static bool overtax(const struct strategy *strategy, struct case_spec *overtaxed)
{
	const struct about *about = strategy->about;

	*overtaxed = (struct case_spec){
	    .structure = catalog_find_structure("variable"),
	    .strategy = strategy,
	    .task = about->threads_only ? &task_processes : &task_threads,
	    .count = about->max_tasks ? about->max_tasks + 1 : 1,
	};
	return about->threads_only || about->max_tasks;
}

static bool has_strategy(const struct strategy *strategy)
{
	for (size_t i = 0; i < plan.nr_cases; i++)
		if (plan.cases[i].strategy == strategy)
			return true;
	return false;
}

Test(plan, strategies_beyond_their_limits_are_refused_by_name_and_dropped_by_all)
{
	size_t nr = 0;

	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		const struct strategy *strategy = catalog_strategy(i);
		struct case_spec overtaxed;
		char why[256], options[256], expected[300];

		if (!overtax(strategy, &overtaxed))
			continue;
		nr++;
		snprintf(options, sizeof options,
			 "--structure variable --task %s --count %u --sync all",
			 overtaxed.task->name, overtaxed.count);
		spec_fini(&spec);
		give_all(options);
		cr_expect_eq(build(), 0, "%s: %s", options, c.text);
		cr_expect_not(has_strategy(strategy), "%s", options);
		snprintf(expected, sizeof expected, "%s: %s",
			 strategy->about->threads_only ? "--task" : "--sync",
			 case_impossible(&overtaxed, why, sizeof why));
		give("--sync", strategy->name);
		cr_expect_eq(build(), -1);
		cr_expect_str_eq(c.text, expected);
	}
	if (!nr)
		cr_skip("every strategy of the catalogue works for any tasks");
}

// Refused if it was named, whether by its strategy or by its tasks, and else dropped.
Test(plan, what_a_structure_cannot_have_is_refused_by_name_and_dropped_by_all)
{
	static const struct {
		const char *options, *complaint; /* NULL: what is left is raced */
	} cases[] = {
	    {"--sync fetch_add", NULL},
	    {"--sync all", NULL},
	    {"--sync atomic --task thread,process", NULL},
	    {"--sync mutex", "--sync: lfht is raced by fetch_add only"},
	    {"--sync fetch_add,mutex --task thread", "--sync: lfht is raced by fetch_add only"},
	    {"--sync fetch_add --task thread,process",
	     "--task: lfht works for threads only: its table lies in one process's private memory"},
	    {"--sync locked",
	     "--sync: nothing asked for can be raced so: lfht is raced by fetch_add only"},
	    {"--sync atomic --task process",
	     "--sync: nothing asked for can be raced so: lfht is raced by fetch_add only"},
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		spec_fini(&spec);
		give_all("--structure lfht --count 2");
		give_all(cases[i].options);
		cr_expect_eq(build(), cases[i].complaint ? -1 : 0, "%s", cases[i].options);
		if (cases[i].complaint) {
			cr_expect_str_eq(c.text, cases[i].complaint, "%s: %s", cases[i].options,
					 c.text);
			continue;
		}
		cr_expect_eq(plan.nr_cases, 1u, "%s", cases[i].options);
		cr_expect_str_eq(case_format(&plan.cases[0], listing, sizeof listing),
				 "lfht fetch_add thread 2 compact uniform 64", "%s",
				 cases[i].options);
	}
}
