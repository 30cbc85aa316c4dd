// SPDX-License-Identifier: MIT

// From --shard and the environment to a part of the plan.

#include "harness/cli/sharding.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/data/shards.h"

static const char *default_folder(const struct sharding *sharding, char *text, size_t size)
{
	time_t now = time(NULL);
	struct tm local;
	char run[64];

	if (sharding->by_job)
		snprintf(text, size, "results/job-%s", job_run(&sharding->job, run, sizeof run));
	else
		strftime(text, size, "results/%Y%m%d-%H%M%S", localtime_r(&now, &local));
	return text;
}

static void set_paths(struct sharding *sharding, const char *folder)
{
	char text[96];

	if (!folder)
		folder = default_folder(sharding, text, sizeof text);
	sharding->folder = shards_path(folder, &shard_whole);
	/* an empty name is to be refused as such */
	sharding->path = shards_path(folder, folder[0] ? &sharding->shard : &shard_whole);
}

int sharding_choose(struct sharding *sharding, const char *asked, const char *folder, bool steps,
		    struct complaint *c)
{
	*sharding = (struct sharding){.asked = asked};
	job_load(&sharding->job);
	if (asked && shard_read(&sharding->shard, asked, c))
		return complain_at(c, "--shard");
	if (!asked && shard_of_job(&sharding->shard, &sharding->job, steps, c))
		return -1;
	sharding->by_job = !asked && sharding->shard.count > 1;
	set_paths(sharding, folder);
	return 0;
}

void sharding_fini(struct sharding *sharding)
{
	free(sharding->folder);
	free(sharding->path);
}

static const char *who_says(const struct sharding *sharding)
{
	const char *const *fact = sharding->job.fact;
	bool array = fact[JOB_ARRAY_COUNT] && strcmp(fact[JOB_ARRAY_COUNT], "1") != 0;
	bool step = fact[JOB_STEP_TASKS] && strcmp(fact[JOB_STEP_TASKS], "1") != 0;

	return !sharding->by_job ? "--shard"
	       : array && step	 ? "Slurm's array and step"
	       : array		 ? "Slurm's array"
				 : "Slurm's step";
}

int sharding_apply(const struct sharding *sharding, bool seed_given, struct plan *plan,
		   struct complaint *c)
{
	char run[64] = "";

	/* shards that were asked for one by one may each be in a job of its own */
	if (sharding->by_job)
		job_run(&sharding->job, run, sizeof run);
	if (sharding->shard.count > 1 && !seed_given &&
	    !shards_seed(sharding->folder, &plan->measuring.seed))
		plan->measuring.seed = shard_seed(plan, run);
	return shard_take(plan, &sharding->shard, c) ? complain_at(c, who_says(sharding)) : 0;
}

int sharding_check(const struct sharding *sharding, const char *path, const struct shard *recorded,
		   struct complaint *c)
{
	const struct shard *ours = &sharding->shard;
	char theirs[64] = "the whole plan";

	if (sharding->asked ? strcmp(sharding->asked, "none") == 0 : !sharding->by_job)
		return 0;
	if (recorded->index == ours->index && recorded->count == ours->count)
		return 0;
	if (recorded->count > 1)
		snprintf(theirs, sizeof theirs, "shard %" PRIu64 " of %" PRIu64, recorded->index,
			 recorded->count);
	return complain(c,
			"--resume: '%s' is %s, and this is %" PRIu64 " of %" PRIu64
			" by %s; --shard none goes on with it all the same",
			path, theirs, ours->index, ours->count, who_says(sharding));
}

void sharding_say(const struct sharding *sharding, const struct plan *plan, const char *path)
{
	const struct shard *shard = &plan->shard;
	uint64_t blocks = plan->measuring.blocks, first = shard_first_block(shard, blocks);

	if (shard->count == 1)
		return;
	fprintf(stderr,
		"racelab: shard %" PRIu64 " of %" PRIu64 " by %s: blocks %" PRIu64 "-%" PRIu64
		" of 0-%" PRIu64 ", in %s; seed %" PRIu64 "\n",
		shard->index, shard->count, who_says(sharding), first,
		shard_end_block(shard, blocks) - 1, blocks - 1, path, plan->measuring.seed);
}
