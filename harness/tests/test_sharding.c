// SPDX-License-Identifier: MIT

// Sharded runs by the program: together they have the rows of the whole run, each once, with the
// same block, position and case; each goes on within itself; and none gets among those of another
// plan.

#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/data/rows.h"
#include "harness/tests/program.h"

#define CASES "--structure variable --sync none,mutex,fetch_add --task thread --count 2 --quiet "

enum {
	NR_CASES = 3,
	NR_BLOCKS = 7,
	NR_TRIALS = NR_CASES * NR_BLOCKS,
};

TestSuite(sharding, .init = program_enter, .fini = program_leave, .timeout = 120);

static const struct surroundings usual;

// Each row of the shard is that of the whole run with its block and position; marks it in seen[].
static void match(const struct rows *whole, const char *directory, bool *seen)
{
	struct rows rows;

	program_rows(&rows, directory);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		const struct row *row = &rows.row[i];
		size_t trial = (size_t)(row->block * NR_CASES + row->position);

		cr_assert_lt(trial, (size_t)NR_TRIALS);
		cr_assert_not(seen[trial], "%s has trial %zu once more", directory, trial);
		seen[trial] = true;
		cr_expect(row_same_case(row, &whole->row[trial]), "%s: another case", directory);
	}
	rows_fini(&rows);
}

static void expect_union(unsigned count)
{
	bool seen[NR_TRIALS] = {false};
	struct rows whole;

	program_rows(&whole, "whole");
	cr_assert_eq(whole.nr_rows, NR_TRIALS);
	for (unsigned index = 1; index <= count; index++) {
		char text[256], path[64];

		snprintf(text, sizeof text,
			 "run " CASES "--ops 10 --blocks 7 --seed 7 --shard %u/%u -o of-%u", index,
			 count, count);
		program_expect(text, 0, "");
		snprintf(path, sizeof path, "of-%u/shard-%u-of-%u", count, index, count);
		match(&whole, path, seen);
	}
	for (size_t i = 0; i < NR_TRIALS; i++)
		cr_expect(seen[i], "trial %zu is in no shard of %u", i, count);
	rows_fini(&whole);
}

Test(sharding, all_shards_are_the_whole_run)
{
	program_expect("run " CASES "--ops 10 --blocks 7 --seed 7 -o whole", 0, "");
	expect_union(2);
	expect_union(3);
	expect_union(7);
}

// What run.json has at a path of keys, as JSON text on the heap.
static char *recorded(const char *file, const char *object, const char *key)
{
	json_error_t error;
	json_t *json = json_load_file(file, 0, &error);
	char *text;

	cr_assert(json, "%s: %s", file, error.text);
	text = json_dumps(json_object_get(json_object_get(json, object), key), JSON_ENCODE_ANY);
	json_decref(json);
	return text;
}

static void expect_recorded(const char *file, const char *object, const char *key,
			    const char *value)
{
	char *text = recorded(file, object, key);

	cr_assert(text, "%s has no %s.%s", file, object, key);
	cr_expect_str_eq(text, value, "%s.%s", object, key);
	free(text);
}

Test(sharding, without_a_seed_all_shards_find_the_same)
{
	char *seed;

	program_expect("run " CASES "--ops 10 --blocks 2 --shard 1/2 -o X", 0, "");
	program_expect("run " CASES "--ops 10 --blocks 2 --shard 2/2 -o X", 0, "");
	seed = recorded("X/shard-1-of-2/run.json", "plan", "seed");
	expect_recorded("X/shard-2-of-2/run.json", "plan", "seed", seed);
	free(seed);
	expect_recorded("X/shard-2-of-2/run.json", "shard", "index", "2");
	expect_recorded("X/shard-2-of-2/run.json", "shard", "first_block", "1");
	expect_recorded("X/shard-2-of-2/run.json", "shard", "blocks", "1");
}

Test(sharding, those_that_come_later_take_the_seed_that_is_there)
{
	program_expect("run " CASES "--ops 10 --blocks 2 --shard 1/2 --seed 7 -o X", 0, "");
	program_expect("run " CASES "--ops 10 --blocks 2 --shard 2/2 -o X", 0, "");
	expect_recorded("X/shard-2-of-2/run.json", "plan", "seed", "7");
}

static void be_in_array(const char *task, const char *count)
{
	setenv("SLURM_JOB_ID", "18", 1);
	setenv("SLURM_ARRAY_JOB_ID", "17", 1);
	setenv("SLURM_ARRAY_TASK_ID", task, 1);
	setenv("SLURM_ARRAY_TASK_MIN", "1", 1);
	setenv("SLURM_ARRAY_TASK_MAX", count, 1);
	setenv("SLURM_ARRAY_TASK_COUNT", count, 1);
	setenv("SLURMD_NODENAME", "n2", 1);
}

Test(sharding, in_an_array_each_task_is_a_shard)
{
	be_in_array("3", "4");
	program_expect("run " CASES "--ops 10 --blocks 4", 0, "");
	expect_recorded("results/job-17/shard-3-of-4/run.json", "shard", "count", "4");
	expect_recorded("results/job-17/shard-3-of-4/run.json", "job", "id", "\"18\"");
	expect_recorded("results/job-17/shard-3-of-4/run.json", "job", "array_id", "\"17\"");
	expect_recorded("results/job-17/shard-3-of-4/run.json", "job", "node", "\"n2\"");
	program_expect("run " CASES "--ops 10 --blocks 4 --shard none -o whole", 0, "");
	cr_expect_eq(program_nr_rows("whole"), NR_CASES * 4);
}

Test(sharding, is_said)
{
	struct program program;

	be_in_array("3", "4");
	program_run(&program, &usual, "run " CASES "--ops 10 --blocks 8 --seed 7 --dry-run", 0, "");
	cr_expect(strstr(program.out.text,
			 "3 cases x 8 blocks = 24 trials, 10 increments a task each; seed 7\n"
			 "shard 3 of 4: blocks 4-5 of 0-7, 6 trials\n"),
		  "%s", program.out.text);
	program_fini(&program);
	program_start(&program, &usual,
		      "run --structure variable --sync mutex --task thread --count 1 --ops 10 "
		      "--blocks 8 --seed 7 -o X");
	program_wait(&program);
	cr_expect_eq(program.status, 0);
	cr_expect(strstr(program.err.text, "racelab: shard 3 of 4 by Slurm's array: blocks 4-5 of "
					   "0-7, in X/shard-3-of-4; seed 7\n"),
		  "%s", program.err.text);
	program_fini(&program);
}

Test(sharding, goes_on_within_itself)
{
	bool seen[NR_TRIALS] = {false};
	struct program program;
	struct rows whole;

	program_expect("run " CASES "--window 20ms --blocks 7 --seed 7 --shard 2/2 -o X --dry-run",
		       0, "");
	program_start(&program, &usual,
		      "run " CASES "--window 20ms --blocks 7 --seed 7 --shard 2/2 -o X");
	program_await_rows("X/shard-2-of-2", 2);
	kill(program.pid, SIGKILL);
	program_wait(&program);
	program_fini(&program);
	cr_assert_lt(program_nr_rows("X/shard-2-of-2"), (size_t)NR_CASES * 4);
	program_expect("run " CASES "--window 20ms --blocks 7 --shard 2/2 -o X --go-on", 0, "");
	program_expect("run " CASES "--window 20ms --blocks 7 --shard 1/2 --seed 7 -o X --go-on", 0,
		       "");
	program_expect("run " CASES "--ops 10 --blocks 7 --seed 7 -o whole", 0, "");
	program_rows(&whole, "whole");
	match(&whole, "X/shard-1-of-2", seen);
	match(&whole, "X/shard-2-of-2", seen);
	rows_fini(&whole);
	for (size_t i = 0; i < NR_TRIALS; i++)
		cr_expect(seen[i], "trial %zu is missing", i);
}

Test(sharding, does_not_go_on_with_another_shard)
{
	program_expect("run " CASES "--ops 10 --blocks 4 --shard 1/4 -o X", 0, "");
	program_expect("run --resume X/shard-1-of-4 --shard 2/4", 64,
		       "racelab: --resume: 'X/shard-1-of-4' is shard 1 of 4, and this is 2 of 4 by "
		       "--shard; --shard none goes on with it all the same\n");
	be_in_array("2", "4");
	program_expect("run --resume X/shard-1-of-4", 64,
		       "racelab: --resume: 'X/shard-1-of-4' is shard 1 of 4, and this is 2 of 4 by "
		       "Slurm's array; --shard none goes on with it all the same\n");
	program_expect("run --resume X/shard-1-of-4 --shard none --quiet", 0, "");
	be_in_array("1", "4");
	program_expect("run --resume X/shard-1-of-4 --quiet", 0, "");
	cr_expect_eq(program_nr_rows("X/shard-1-of-4"), NR_CASES);
}

Test(sharding, does_not_get_among_others)
{
	program_expect("run " CASES "--ops 10 --blocks 4 --seed 7 --shard 1/4 -o X", 0, "");
	program_expect("run " CASES "--ops 10 --blocks 4 --seed 7 --shard 2/3 -o X", 64,
		       "racelab: -o: 'X' holds shard 1 of 4, and this is 2 of 3; give --shard I/4, "
		       "or another -o\n");
	program_expect(
	    "run " CASES "--ops 10 --blocks 4 --seed 8 --shard 2/4 -o X", 64,
	    "racelab: -o: 'X' holds shard 1 of 4 of another plan: its seed is 7, here 8; "
	    "give the same, or another -o\n");
	program_expect(
	    "run " CASES "--ops 10 --blocks 4 --seed 7 --shard 2/4 -o X --sync none", 64,
	    "racelab: -o: 'X' holds shard 1 of 4 of a plan with other cases (3, here 1); "
	    "where --count has max, ask for nodes that are alike, or for numbers\n");
	program_expect(
	    "run " CASES "--ops 10 --blocks 4 --seed 7 -o X", 64,
	    "racelab: -o: 'X' holds shard 1 of 4; give --shard to add one, or another -o "
	    "for a whole run\n");
	cr_expect_neq(access("X/shard-2-of-4", F_OK), 0);
	cr_expect_neq(access("X/run.json", F_OK), 0);
	program_expect("run " CASES "--ops 10 --blocks 4 --seed 7 -o whole", 0, "");
	program_expect(
	    "run " CASES "--ops 10 --blocks 4 --seed 7 --shard 1/4 -o whole", 64,
	    "racelab: -o: 'whole' holds a whole run already; choose another for shards\n");
}

Test(sharding, does_not_go_on_among_others)
{
	program_expect("run " CASES "--ops 10 --blocks 2 --seed 7 --shard 1/2 -o X", 0, "");
	program_expect("run " CASES "--ops 10 --blocks 2 --seed 8 --shard 2/2 -o Y", 0, "");
	cr_assert_eq(rename("Y/shard-2-of-2", "X/shard-2-of-2"), 0);
	program_expect(
	    "run " CASES "--ops 10 --blocks 2 --shard 2/2 -o X --go-on", 64,
	    "racelab: -o: 'X' holds shard 1 of 2 of another plan: its seed is 7, here 8; "
	    "give the same, or another -o\n");
}

Test(sharding, cannot_be_empty)
{
	program_expect("run " CASES "--ops 10 --blocks 4 --shard 1/5 -o X", 64,
		       "racelab: --shard: 5 shards of 4 blocks: a shard has whole blocks, so some "
		       "would have none; ask for fewer shards, or for --blocks 5\n");
	be_in_array("1", "5");
	program_expect("run " CASES "--ops 10 --blocks 4 -o X", 64,
		       "racelab: Slurm's array: 5 shards of 4 blocks: a shard has whole blocks, so "
		       "some would have none; ask for fewer shards, or for --blocks 5\n");
	cr_expect_neq(access("X", F_OK), 0);
}

Test(sharding, go_on_begins_what_has_not_begun)
{
	program_expect("run " CASES "--ops 10 --blocks 2 -o X --go-on", 0, "");
	program_expect("run " CASES "--ops 10 --blocks 2 -o X --go-on", 0, "");
	cr_expect_eq(program_nr_rows("X"), NR_CASES * 2);
	program_expect("run " CASES "--go-on", 64,
		       "racelab: --go-on needs -o DIR: which run is it to go on with?\n");
	program_expect("run --resume X --go-on", 64,
		       "racelab: --go-on and --resume exclude each other: --go-on is for -o\n");
}

// As if the rows so far had been measured on a host of that name.
static void move_from(const char *name)
{
	json_error_t error;
	json_t *json = json_load_file("X/run.json", 0, &error);

	cr_assert(json, "%s", error.text);
	json_object_set_new(json, "hosts", json_pack("[{s:s, s:i}]", "name", name, "from_row", 0));
	cr_assert_eq(json_dump_file(json, "X/run.json", 0), 0);
	json_decref(json);
}

// Leaves the header of X/trials.csv, and so many rows.
static void keep_rows(unsigned nr)
{
	char *text = program_read("X/trials.csv", NULL), *end = text;

	for (unsigned i = 0; i <= nr; i++)
		end = strchr(end, '\n') + 1;
	cr_assert_eq(truncate("X/trials.csv", end - text), 0);
	free(text);
}

Test(sharding, that_goes_on_elsewhere_says_where_its_rows_are_from)
{
	char host[65] = "", expected[256];
	struct program program;

	gethostname(host, sizeof host - 1);
	program_expect("run " CASES "--ops 10 --blocks 4 -o X", 0, "");
	move_from("an-island");
	program_expect("run --resume X --quiet", 0, ""); /* nothing was missing, nothing moved */
	keep_rows(5);
	snprintf(expected, sizeof expected,
		 "racelab: the rows in X are of an-island, from row 5 on %s\n", host);
	program_expect("run --resume X --quiet", 0, expected);
	program_run(&program, &usual, "check X", 0, NULL);
	snprintf(expected, sizeof expected,
		 "warning  moved  X's rows are of several machines: an-island, from row 5 on %s",
		 host);
	cr_expect(strstr(program.out.text, expected), "%s", program.out.text);
	program_fini(&program);
	program_expect("run --resume X --quiet", 0, "");
}

// A run.json that nobody wrote: parts that no plan has.
static void expect_damaged(const char *shard, const char *why)
{
	json_error_t error;
	json_t *json = json_load_file("X/run.json", 0, &error);

	cr_assert(json);
	json_object_set_new(json, "shard", json_loads(shard, JSON_DECODE_ANY, &error));
	cr_assert_eq(json_dump_file(json, "X/run.json", 0), 0);
	json_decref(json);
	program_expect("run --resume X", 64, why);
}

Test(sharding, that_was_tampered_with_is_refused)
{
	program_expect("run " CASES "--ops 10 --blocks 4 -o X", 0, "");
	expect_damaged("{\"index\": 0, \"count\": 4}",
		       "racelab: --resume: X/run.json: 'shard' is no part of a plan\n");
	expect_damaged("{\"index\": 5, \"count\": 4}",
		       "racelab: --resume: X/run.json: 'shard' is no part of a plan\n");
	expect_damaged("7", "racelab: --resume: X/run.json: 'shard' is no part of a plan\n");
	expect_damaged("{\"index\": 1, \"count\": 5}",
		       "racelab: --resume: 5 shards of 4 blocks: a shard has whole blocks, so some "
		       "would have none; ask for fewer shards, or for --blocks 5\n");
	expect_damaged(
	    "{\"index\": 1, \"count\": 2}",
	    "racelab: --resume: 'X' holds block 2, position 0, which its shard of the plan "
	    "does not have\n");
}
