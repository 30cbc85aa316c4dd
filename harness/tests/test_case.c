// SPDX-License-Identifier: MIT

#include "harness/plan/case.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/machine/placement.h"
#include "harness/trial/tasks.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static struct complaint c;
static struct place compact = {.kind = PLACE_COMPACT};

#define NO_PATTERN "; use same, own, own:STRIDE, uniform or zipf:THETA"

Test(case, pattern_reads_back_canonically)
{
	static const struct {
		const char *text;
		struct pattern pattern;
		const char *canonical;
	} samples[] = {
	    {"same", {.kind = PATTERN_SAME}, "same"},
	    {"own", {.kind = PATTERN_OWN}, "own"},
	    {"own:8", {.kind = PATTERN_OWN, .stride_bytes = 8}, "own:8"},
	    {"own:64K", {.kind = PATTERN_OWN, .stride_bytes = 65536}, "own:65536"},
	    {"uniform", {.kind = PATTERN_UNIFORM}, "uniform"},
	    {"zipf:0.99", {.kind = PATTERN_ZIPF, .theta = 0.99}, "zipf:0.99"},
	    {"zipf:1.0", {.kind = PATTERN_ZIPF, .theta = 1}, "zipf:1"},
	    {"zipf:10", {.kind = PATTERN_ZIPF, .theta = 10}, "zipf:10"},
	    {"zipf:0.000001", {.kind = PATTERN_ZIPF, .theta = 0.000001}, "zipf:0.000001"},
	};

	for (size_t i = 0; i < LENGTH(samples); i++) {
		struct pattern p;
		char text[32];

		cr_expect_eq(pattern_parse(&p, samples[i].text, &c), 0, "%s", c.text);
		cr_expect_eq(p.kind, samples[i].pattern.kind, "%s", samples[i].text);
		cr_expect_eq(p.stride_bytes, samples[i].pattern.stride_bytes);
		cr_expect_eq(p.theta, samples[i].pattern.theta, "%s: %g", samples[i].text, p.theta);
		cr_expect_str_eq(pattern_format(&p, text, sizeof text), samples[i].canonical);
	}
}

Test(case, pattern_refuses_with_what_would_be_right)
{
	static const struct {
		const char *text, *complaint;
	} samples[] = {
	    {"unifrom", "'unifrom' is no pattern; did you mean 'uniform'?"},
	    {"Own", "'Own' is no pattern; did you mean 'own'?"},
	    {"", "'' is no pattern" NO_PATTERN},
	    {"random", "'random' is no pattern" NO_PATTERN},
	    {"zipf", "'zipf' needs its theta; write it as zipf:0.99"},
	    {"zipf:", "zipf:THETA: '' is no decimal number; use 0.000001 to 10"},
	    {"zipf:0", "zipf:THETA: 0 is too small; use 0.000001 to 10"},
	    {"zipf:-1", "zipf:THETA: '-1' is no decimal number; use 0.000001 to 10"},
	    {"zipf:inf", "zipf:THETA: 'inf' is no decimal number; use 0.000001 to 10"},
	    {"zipf:10.1", "zipf:THETA: 10.1 is too large; use 0.000001 to 10"},
	    {"own:", "own:STRIDE: '' is no size; use a whole number, as 64, 4K or 1M"},
	    {"own:4", "own:STRIDE: 4 is too small; use 8 to 65536"},
	    {"own:128K", "own:STRIDE: 128K is too large; use 8 to 65536"},
	    {"own:12", "own:12: the stride must be a multiple of 8 bytes"},
	};

	for (size_t i = 0; i < LENGTH(samples); i++) {
		struct pattern p;

		cr_expect_eq(pattern_parse(&p, samples[i].text, &c), -1, "%s", samples[i].text);
		cr_expect_str_eq(c.text, samples[i].complaint);
	}
}

Test(case, granularity_reads_back_canonically)
{
	static const struct {
		const char *text;
		struct granularity granularity;
		const char *canonical;
	} samples[] = {
	    {"global", {.kind = GRANULARITY_GLOBAL}, "global"},
	    {"each", {.kind = GRANULARITY_EACH}, "each"},
	    {"striped:1", {GRANULARITY_STRIPED, 1}, "striped:1"},
	    {"striped:065536", {GRANULARITY_STRIPED, 65536}, "striped:65536"},
	};

	for (size_t i = 0; i < LENGTH(samples); i++) {
		struct granularity g;
		char text[32];

		cr_expect_eq(granularity_parse(&g, samples[i].text, &c), 0, "%s", c.text);
		cr_expect_eq(g.kind, samples[i].granularity.kind, "%s", samples[i].text);
		cr_expect_eq(g.nr_stripes, samples[i].granularity.nr_stripes);
		cr_expect_str_eq(granularity_format(&g, text, sizeof text), samples[i].canonical);
	}
}

Test(case, granularity_refuses_with_what_would_be_right)
{
	static const struct {
		const char *text, *complaint;
	} samples[] = {
	    {"globl", "'globl' is no granularity; did you mean 'global'?"},
	    {"fine", "'fine' is no granularity; use global, striped:K or each"},
	    {"striped", "'striped' needs its number of locks; write it as striped:8"},
	    {"striped:0", "striped:K: 0 is too small; use 1 to 65536"},
	    {"striped:65537", "striped:K: 65537 is too large; use 1 to 65536"},
	    {"striped:8K", "striped:K: '8K' is no whole number; use 1 to 65536"},
	};

	for (size_t i = 0; i < LENGTH(samples); i++) {
		struct granularity g;

		cr_expect_eq(granularity_parse(&g, samples[i].text, &c), -1, "%s", samples[i].text);
		cr_expect_str_eq(c.text, samples[i].complaint);
	}
}

Test(case, absent_is_empty)
{
	char text[8] = "x";

	cr_expect_str_eq(pattern_format(&(struct pattern){0}, text, sizeof text), "");
	cr_expect_str_eq(granularity_format(&(struct granularity){0}, text, sizeof text), "");
}

static struct case_spec make(const char *structure, const char *sync, unsigned count)
{
	return (struct case_spec){
	    .structure = catalog_find_structure(structure),
	    .strategy = catalog_find_strategy(sync),
	    .task = &task_threads,
	    .count = count,
	    .place = &compact,
	};
}

Test(case, format_leaves_out_what_is_absent)
{
	struct case_spec spec = make("variable", "none", 2);
	char text[256];

	cr_assert_str_eq(case_format(&spec, text, sizeof text), "variable none thread 2 compact");
}

Test(case, format_has_every_axis)
{
	struct place place = {.kind = PLACE_CPUS, .nr_cpus = 3, .cpus = {4, 0, 2}};
	struct case_spec spec = make("array", "mutex", 2);
	char text[256];

	spec.task = &task_processes;
	spec.place = &place;
	spec.pattern = (struct pattern){.kind = PATTERN_ZIPF, .theta = 0.5};
	spec.slots = 64;
	spec.granularity = (struct granularity){GRANULARITY_STRIPED, 8};
	spec.hold_ns = 100;
	spec.think_ns = 1500;
	cr_assert_str_eq(case_format(&spec, text, sizeof text),
			 "array mutex process 2 cpus:4,0,2 zipf:0.5 64 striped:8 hold=100ns "
			 "think=1.5us");
}

Test(case, format_stays_within_its_room)
{
	static const char whole[] = "array mutex thread 2 cpus:4,0,2 own:64 64 think=1us";
	struct place place = {.kind = PLACE_CPUS, .nr_cpus = 3, .cpus = {4, 0, 2}};
	struct case_spec spec = make("array", "mutex", 2);

	spec.place = &place;
	spec.pattern = (struct pattern){.kind = PATTERN_OWN, .stride_bytes = 64};
	spec.slots = 64;
	spec.think_ns = 1000;
	for (size_t size = 1; size <= sizeof whole; size++) {
		char text[sizeof whole + 1], expected[sizeof whole];

		memset(text, '#', sizeof text);
		snprintf(expected, size, "%s", whole);
		cr_expect_str_eq(case_format(&spec, text, size), expected);
		cr_expect_eq(text[size], '#', "wrote beyond %zu bytes", size);
	}
}

Test(case, any_structure_can_be_raced_on)
{
	char why[256];

	for (size_t i = 0; i < catalog_nr_structures(); i++) {
		struct case_spec spec = make(catalog_structure(i)->name, "fetch_add", 2);

		cr_expect_null(case_impossible(&spec, why, sizeof why), "%s", why);
	}
}

Test(case, a_structure_has_its_limits)
{
	struct case_spec spec = make("lfht", "fetch_add", 2);
	char why[256];

	spec.task = &task_processes;
	cr_expect_str_eq(case_impossible(&spec, why, sizeof why),
			 "lfht works for threads only: its table lies in one process's private "
			 "memory");
	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		if (!strcmp(catalog_strategy(i)->name, "fetch_add"))
			continue;
		spec.strategy = catalog_strategy(i);
		cr_expect_str_eq(case_impossible(&spec, why, sizeof why),
				 "lfht is raced by fetch_add only", "%s", spec.strategy->name);
	}
}

Test(case, own_needs_a_slot_for_each_task)
{
	struct case_spec spec = make("array", "none", 100);
	char why[256];

	spec.pattern.kind = PATTERN_OWN;
	spec.slots = 100;
	cr_assert_null(case_impossible(&spec, why, sizeof why));
	spec.slots = 64;
	cr_assert_str_eq(case_impossible(&spec, why, sizeof why),
			 "own needs a slot for each task: --slots 64 is fewer than 100 tasks");
}

Test(case, a_stride_is_for_arrays_only)
{
	struct case_spec array = make("array", "none", 2), table = make("hashtable", "none", 2);
	char why[256];

	array.pattern = table.pattern = (struct pattern){.kind = PATTERN_OWN, .stride_bytes = 64};
	array.slots = table.slots = 64;
	cr_assert_null(case_impossible(&array, why, sizeof why));
	cr_assert_str_eq(case_impossible(&table, why, sizeof why),
			 "own:64 is for arrays; for a hashtable use own");
}

Test(case, a_strategy_has_its_limits)
{
	static const struct about about = {.max_tasks = 2,
					   .threads_only = "it lives in a register"};
	static const struct strategy pair = {.name = "pair", .about = &about};
	struct case_spec spec = make("variable", "none", 2);
	char why[256];

	spec.strategy = &pair;
	cr_assert_null(case_impossible(&spec, why, sizeof why));
	spec.count = 3;
	cr_assert_str_eq(case_impossible(&spec, why, sizeof why),
			 "pair works for at most 2 tasks, not for 3");
	spec.count = 2;
	spec.task = &task_processes;
	cr_assert_str_eq(case_impossible(&spec, why, sizeof why),
			 "pair works for threads only: it lives in a register");
}

Test(case, a_strategy_of_one_lock_cannot_divide_it)
{
	static const struct {
		struct granularity granularity;
		bool possible;
	} samples[] = {
	    {{GRANULARITY_ABSENT, 0}, true},
	    {{GRANULARITY_GLOBAL, 0}, true},
	    {{GRANULARITY_STRIPED, 8}, false},
	    {{GRANULARITY_EACH, 0}, false},
	};
	struct case_spec spec = make("array", "flock", 2);
	char why[256];

	spec.slots = 16;
	for (size_t i = 0; i < LENGTH(samples); i++) {
		spec.granularity = samples[i].granularity;
		if (samples[i].possible)
			cr_expect_null(case_impossible(&spec, why, sizeof why), "%s", why);
		else
			cr_expect_str_eq(case_impossible(&spec, why, sizeof why),
					 "flock works with granularity global only: every task "
					 "would need a descriptor for each lock");
	}
}
