// SPDX-License-Identifier: MIT

// racelab explore --figures, from end to end: what it leaves beside a run, and what it says where
// it cannot. What is only likely to be seen is not asked for: that is a matter of the machine.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/data/explored.h"
#include "harness/data/row.h"
#include "harness/explore/target.h"
#include "harness/tests/drawn.h"
#include "harness/tests/program.h"

TestSuite(explore_figures, .init = program_enter, .fini = program_leave, .timeout = 120);

// Of K x n interleavings: EXPLORE.md's for 2 x 1 and 2 x 2; C(4n, 2n) in all for 2 tasks.
static void check_counters(const struct explored *explored)
{
	static const int64_t all[] = {0, 6, 70, 924, 12870, 184756};
	const struct explored_counter *row = explored_counters(explored);
	int64_t sum[6] = {0}, seen[6] = {0};

	cr_assert_eq(explored->nr[EXPLORED_INTERLEAVINGS], 2 + 3 + 5 + 7 + 9);
	cr_expect_eq(row[0].interleavings, 4);
	cr_expect_eq(row[2].interleavings, 32);
	cr_expect_eq(row[4].interleavings, 6);
	for (size_t i = 0; i < explored->nr[EXPLORED_INTERLEAVINGS]; i++, row++) {
		sum[row->ops] += row->interleavings;
		seen[row->ops] += row->seen;
		cr_expect_eq(row->raced, 100);
	}
	for (int ops = 1; ops <= 5; ops++) {
		cr_expect_eq(sum[ops], all[ops]);
		cr_expect_eq(seen[ops], 100, "all races ended with a value that is there");
	}
}

// What EXPLORE.md's table and benches/programs/README.md say.
static void check_programs(const struct explored *explored)
{
	static const char *const allowed[][3] = {{"forbidden", "allowed", "allowed"},
						 {"forbidden", "forbidden", "forbidden"},
						 {"forbidden", "forbidden", "allowed"}};
	const struct explored_program *row = explored_programs(explored);

	cr_assert_geq(explored->nr[EXPLORED_MODELS], 12);
	cr_expect_str_eq(row[0].program, "store_buffering");
	cr_expect_str_eq(row[2].program, "message_passing");
	for (size_t i = 0; i < 3; i++)
		for (size_t model = 0; model < 3; model++)
			cr_expect_str_eq(row[i].verdict[model], allowed[i][model]);
	for (size_t i = 0; i < explored->nr[EXPLORED_MODELS]; i++, row++)
		cr_expect(row->raced > 0 && row->machine[0], "%s", row->program);
}

static void check_verdicts(const struct explored *explored)
{
	const struct explored_verdict *row = explored_verdicts(explored);

	cr_assert_geq(explored->nr[EXPLORED_VERDICTS], 7);
	cr_expect_str_eq(row[0].strategy, "none");
	cr_expect_str_eq(row[0].model, "sc");
	cr_expect_str_eq(row[0].verdict, "violated");
	cr_expect_str_eq(row[0].wrongs, "lost update");
	cr_expect_str_eq(row[0].bounds, "2 tasks x 2 increments, 3 x 1");
	cr_expect_str_eq(row[3].strategy, "fetch_add");
	cr_expect_str_eq(row[5].verdict, "proved");
	cr_expect_eq(row[5].states, COUNT_EMPTY);
	cr_expect_eq(row[5].executions, 12, "6 of 2 x 2, as they are told apart, and 6 of 3 x 1");
}

static void check_walk(void)
{
	json_t *walk = json_load_file("run/explore-walk.json", 0, NULL);

	cr_assert(walk);
	cr_expect_str_eq(json_string_value(json_object_get(walk, "program")), "none");
	cr_expect_eq(json_array_size(json_object_get(walk, "models")), 2);
	json_decref(walk);
}

// A run of two strategies and one that cannot be seen into.
static void write_run(void)
{
	static const char *const raced[] = {"fetch_add", "none", "flock", "none"};
	FILE *file = fopen("run/trials.csv", "w");

	cr_assert(file);
	cr_assert_eq(row_write_header(file), 0);
	for (int i = 0; i < 4; i++) {
		struct row row;

		row_init(&row);
		row.block = i;
		row.position = 0;
		row.structure = "variable";
		row.sync = raced[i];
		row.class = "locked";
		row.task = "thread";
		row.count = 2;
		row.outcome = "ok";
		cr_assert_eq(row_write(file, &row), 0);
	}
	fclose(file);
}

Test(explore_figures, leave_three_tables_and_a_walk_beside_a_run)
{
	struct explored explored;
	struct complaint c;
	const struct explored_verdict *last;

	drawn_take_run("run");
	write_run();
	program_expect("explore --figures run --measure=100", 0, "");
	cr_assert_eq(explored_load(&explored, "run", &c), 0);
	for (int file = 0; file < NR_EXPLORED; file++)
		cr_expect_str_eq(explored.bad[file], "");
	check_counters(&explored);
	check_programs(&explored);
	check_verdicts(&explored);
	check_walk();
	last = &explored_verdicts(&explored)[explored.nr[EXPLORED_VERDICTS] - 1];
	cr_expect_str_eq(last->strategy, "flock");
	cr_expect_str_eq(last->verdict, "cannot be explored");
	cr_expect(strstr(last->detail, "flock"), "%s", last->detail);
	explored_fini(&explored);
}

Test(explore_figures, without_a_compiler_it_is_said_in_one_line_and_nothing_is_left)
{
	drawn_take_run("run");
	setenv("CC", "/nowhere/cc", 1);
	program_expect("explore --figures run", 2,
		       "racelab: no compiler: /nowhere/cc is not there; apt-get install gcc, or "
		       "name one with CC=\n");
	cr_expect_neq(access("run/explore-models.csv", F_OK), 0);
}

Test(explore_figures, need_a_run)
{
	program_expect("explore --figures nowhere", 64,
		       "racelab: 'nowhere' is no result directory; name one that racelab run wrote "
		       "(it holds trials.csv)\n");
	program_expect("explore none --figures run", 64,
		       "racelab: --figures takes no name: leave 'none' out\n");
}

// The strategies that say that they cannot be seen into, one of each reason; make prove has all.
Test(explore_figures, list_says_what_can_be_explored)
{
	static const char *const refused[] = {"flock", "sysv_semaphore", "ck_ticket"};
	const struct told_program *programs;
	struct program program;
	json_t *list, *strategy;
	size_t i;

	program_run(&program, &(struct surroundings){0}, "list --json", 0, "");
	list = json_loads(program.out.text, 0, NULL);
	cr_assert_eq(json_array_size(json_object_get(list, "programs")), told_programs(&programs));
	json_array_foreach(json_object_get(list, "strategies"), i, strategy)
	{
		const char *name = json_string_value(json_object_get(strategy, "name"));
		bool explorable = json_is_true(json_object_get(strategy, "explorable"));

		cr_expect_eq(explorable, !catalog_find_strategy(name)->about->unexplored, "%s",
			     name);
	}
	json_decref(list);
	program_fini(&program);
	for (i = 0; i < sizeof refused / sizeof *refused; i++) {
		char arguments[64];

		cr_expect(catalog_find_strategy(refused[i])->about->unexplored);
		snprintf(arguments, sizeof arguments, "explore %s", refused[i]);
		program_expect(arguments, 64, NULL);
	}
}
