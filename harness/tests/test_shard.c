// SPDX-License-Identifier: MIT

// Parts of a plan: that they are the whole, each block once, whatever their number; which part a
// job says we are, and what it may not say.

#include "harness/plan/shard.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include <criterion/criterion.h>

#include "harness/complaint.h"
#include "harness/machine/job.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"

enum {
	MOST_BLOCKS = 64,
};

static struct complaint c;

// The shards of so many blocks, in their order, take up where the one before ended.
static void expect_partition(uint64_t nr_blocks, uint64_t count)
{
	uint64_t next = 0;

	for (uint64_t index = 1; index <= count; index++) {
		struct shard shard = {index, count};
		uint64_t first = shard_first_block(&shard, nr_blocks);
		uint64_t end = shard_end_block(&shard, nr_blocks), nr = end - first;

		cr_assert_eq(first, next, "%" PRIu64 "/%" PRIu64, index, count);
		cr_assert(nr == nr_blocks / count || nr == nr_blocks / count + 1,
			  "%" PRIu64 "/%" PRIu64 " of %" PRIu64 " has %" PRIu64, index, count,
			  nr_blocks, nr);
		next = end;
	}
	cr_assert_eq(next, nr_blocks, "%" PRIu64 " shards", count);
}

Test(shard, all_shards_are_the_plan_each_block_once)
{
	for (uint64_t nr_blocks = 1; nr_blocks <= MOST_BLOCKS; nr_blocks++)
		for (uint64_t count = 1; count <= nr_blocks; count++)
			expect_partition(nr_blocks, count);
}

Test(shard, the_largest_numbers_do_not_overflow)
{
	struct shard last = {MAX_SHARDS, MAX_SHARDS};

	cr_expect_eq(shard_first_block(&last, 1000000), 999999);
	cr_expect_eq(shard_end_block(&last, 1000000), 1000000);
	expect_partition(1000000, 1000);
	expect_partition(1000000, 999999);
}

static void expect_read(const char *text, uint64_t index, uint64_t count)
{
	struct shard shard;

	cr_assert_eq(shard_read(&shard, text, &c), 0, "%s: %s", text, c.text);
	cr_expect_eq(shard.index, index, "%s", text);
	cr_expect_eq(shard.count, count, "%s", text);
}

Test(shard, is_written_as_index_and_count)
{
	expect_read("2/8", 2, 8);
	expect_read("8/8", 8, 8);
	expect_read("1/1", 1, 1);
	expect_read("none", 1, 1);
	expect_read("1000000/1000000", 1000000, 1000000);
}

static void expect_refused(const char *text, const char *why)
{
	struct shard shard;

	cr_assert_eq(shard_read(&shard, text, &c), -1, "%s", text);
	cr_expect_eq(c.kind, COMPLAINT_USER);
	cr_expect_str_eq(c.text, why);
}

Test(shard, what_is_none_is_refused_in_one_line)
{
	expect_refused("", "'' is no shard; the second of 8 is 2/8, the whole plan none");
	expect_refused("2", "'2' is no shard; the second of 8 is 2/8, the whole plan none");
	expect_refused("0/8", "0 is too small; use 1 to 8");
	expect_refused("9/8", "9 is too large; use 1 to 8");
	expect_refused("1/0", "0 is too small; use 1 to 1000000");
	expect_refused("/8", "'' is no whole number; use 1 to 8");
	expect_refused("-1/8", "'-1' is no whole number; use 1 to 8");
	expect_refused("2/8/9", "'8/9' is no whole number; use 1 to 1000000");
	expect_refused("1/1000001", "1000001 is too large; use 1 to 1000000");
}

// A job by the facts that are not NULL: id, array task, min, max, step, count, step task, tasks.
static struct job job_of(const char *task, const char *min, const char *max, const char *step,
			 const char *count, const char *step_task, const char *step_tasks)
{
	return (struct job){.fact = {
				[JOB_ID] = "18",
				[JOB_ARRAY_ID] = task ? "17" : NULL,
				[JOB_ARRAY_TASK] = task,
				[JOB_ARRAY_MIN] = min,
				[JOB_ARRAY_MAX] = max,
				[JOB_ARRAY_STEP] = step,
				[JOB_ARRAY_COUNT] = count,
				[JOB_STEP_ID] = step_tasks ? "0" : NULL,
				[JOB_STEP_TASK] = step_task,
				[JOB_STEP_TASKS] = step_tasks,
			    }};
}

static void expect_part(struct job job, uint64_t index, uint64_t count)
{
	struct shard shard;

	cr_assert_eq(shard_of_job(&shard, &job, true, &c), 0, "%s", c.text);
	cr_expect_eq(shard.index, index, "%" PRIu64 " instead of %" PRIu64, shard.index, index);
	cr_expect_eq(shard.count, count, "%" PRIu64 " instead of %" PRIu64, shard.count, count);
}

Test(shard, of_an_array_is_the_tasks_place_in_it)
{
	expect_part(job_of("1", "1", "4", "1", "4", "0", NULL), 1, 4);
	expect_part(job_of("4", "1", "4", "1", "4", "0", NULL), 4, 4);
	expect_part(job_of("0", "0", "3", "1", "4", NULL, NULL), 1, 4);
	expect_part(job_of("7", "3", "9", "2", "4", NULL, NULL), 3, 4);
	expect_part(job_of("3", "3", "3", "1", "1", NULL, NULL), 1, 1);
	expect_part(job_of("2", "1", "4", NULL, "4", NULL, NULL), 2, 4);
}

Test(shard, of_a_step_is_the_task_s_number_in_it)
{
	expect_part(job_of(NULL, NULL, NULL, NULL, NULL, "0", "2"), 1, 2);
	expect_part(job_of(NULL, NULL, NULL, NULL, NULL, "7", "8"), 8, 8);
	expect_part(job_of(NULL, NULL, NULL, NULL, NULL, "0", "1"), 1, 1);
}

// A batch script has the number 0 of as many tasks as it asked for, and is no step.
Test(shard, of_a_batch_script_is_the_whole_plan)
{
	expect_part(job_of(NULL, NULL, NULL, NULL, NULL, "0", NULL), 1, 1);
	expect_part((struct job){0}, 1, 1);
}

Test(shard, of_steps_in_an_array_are_all_different)
{
	bool seen[6] = {false};

	for (char array = '1'; array <= '2'; array++)
		for (char step = '0'; step <= '2'; step++) {
			const char task[] = {array, '\0'}, step_task[] = {step, '\0'};
			struct job job = job_of(task, "1", "2", "1", "2", step_task, "3");
			struct shard shard;

			cr_assert_eq(shard_of_job(&shard, &job, true, &c), 0, "%s", c.text);
			cr_expect_eq(shard.count, 6);
			cr_assert_not(seen[shard.index - 1]);
			seen[shard.index - 1] = true;
		}
}

Test(shard, steps_may_be_left_out)
{
	struct job job = job_of("2", "1", "2", "1", "2", "1", "3");
	struct shard shard;

	cr_assert_eq(shard_of_job(&shard, &job, false, &c), 0, "%s", c.text);
	cr_expect_eq(shard.index, 2);
	cr_expect_eq(shard.count, 2);
}

static void expect_unclear(struct job job, const char *why)
{
	struct shard shard;

	cr_assert_eq(shard_of_job(&shard, &job, true, &c), -1, "%s", why);
	cr_expect_eq(c.kind, COMPLAINT_USER);
	cr_expect_str_eq(c.text, why);
}

Test(shard, a_job_that_is_unclear_is_refused)
{
	expect_unclear(job_of("3", "1", "7", "1", "3", NULL, NULL),
		       "SLURM_ARRAY_TASK_ID: 3 tasks from 1 to 7 are an array with gaps; say which "
		       "part this is by --shard I/N");
	expect_unclear(job_of("4", "1", "7", "3", "4", NULL, NULL),
		       "SLURM_ARRAY_TASK_ID: 4 tasks from 1 to 7 are an array with gaps; say which "
		       "part this is by --shard I/N");
	expect_unclear(job_of("x", "1", "4", "1", "4", NULL, NULL),
		       "SLURM_ARRAY_TASK_ID: 'x' is no whole number; use 1 to 4");
	expect_unclear(job_of("5", "1", "4", "1", "4", NULL, NULL),
		       "SLURM_ARRAY_TASK_ID: 5 is too large; use 1 to 4");
	expect_unclear(job_of("1", "1", "4", "1", NULL, NULL, NULL),
		       "SLURM_ARRAY_TASK_COUNT: is not set, although we seem to be in a Slurm job "
		       "that has one; give --shard");
	expect_unclear(job_of(NULL, NULL, NULL, NULL, NULL, "2", "2"),
		       "SLURM_PROCID: 2 is too large; use 0 to 1");
}

// The plan of these axes on a machine of four cores, with the seed that its shards agree on.
static uint64_t seed_of(const char *sync, const char *blocks, const char *run)
{
	struct topology machine;
	struct spec spec;
	struct plan plan;
	struct axes *axes;
	uint64_t seed;

	spec_init(&spec);
	axes = spec_add(&spec, NULL, NULL);
	given_set(&axes->axis[AXIS_SYNC], sync, "--sync");
	given_set(&spec.setting[SETTING_BLOCKS], blocks, "--blocks");
	cr_assert_eq(topology_load_synthetic(&machine, "core:4 pu:1", &c), 0, "%s", c.text);
	cr_assert_eq(plan_build(&plan, &spec, &machine, &c), 0, "%s", c.text);
	seed = shard_seed(&plan, run);
	plan_fini(&plan);
	topology_fini(&machine);
	spec_fini(&spec);
	return seed;
}

// Fixed for ever: the shards of a run may be measured by two versions of racelab.
Test(shard, seed_follows_from_the_plan_and_the_run)
{
	uint64_t seed = seed_of("mutex", "4", "17");

	cr_expect_eq(seed_of("mutex", "4", "17"), seed);
	cr_expect_lt(seed, (uint64_t)1 << 53);
	cr_expect_neq(seed_of("mutex", "4", "18"), seed);
	cr_expect_neq(seed_of("mutex", "4", ""), seed);
	cr_expect_neq(seed_of("mutex", "5", "17"), seed);
	cr_expect_neq(seed_of("ticket", "4", "17"), seed);
	cr_expect_eq(seed, 6511771966855634, "%" PRIu64, seed);
}

Test(shard, more_than_there_are_blocks_are_refused)
{
	struct plan plan = {.measuring.blocks = 5, .nr_cases = 3};

	cr_expect_eq(shard_take(&plan, &(struct shard){5, 5}, &c), 0);
	cr_expect_eq(shard_first_trial(&plan), 12);
	cr_expect_eq(shard_end_trial(&plan), 15);
	cr_expect_eq(shard_take(&plan, &(struct shard){1, 6}, &c), -1);
	cr_expect_str_eq(c.text,
			 "6 shards of 5 blocks: a shard has whole blocks, so some would have "
			 "none; ask for fewer shards, or for --blocks 6");
}
