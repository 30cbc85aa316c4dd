// SPDX-License-Identifier: MIT

// Which blocks a shard has, and which shard we are.

#include "harness/plan/shard.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "harness/machine/job.h"
#include "harness/plan/plan.h"
#include "harness/plan/value.h"

enum {
	MAX_ARRAY = 4000000, /* Slurm's own bound for what a task of an array is called */
};

const struct shard shard_whole = {1, 1};

int shard_read(struct shard *shard, const char *text, struct complaint *c)
{
	const char *slash = strchr(text, '/');
	char index[32];

	*shard = shard_whole;
	if (strcmp(text, "none") == 0)
		return 0;
	if (!slash || (size_t)(slash - text) >= sizeof index)
		return complain(c, "'%s' is no shard; the second of 8 is 2/8, the whole plan none",
				text);
	snprintf(index, sizeof index, "%.*s", (int)(slash - text), text);
	if (value_number(&shard->count, slash + 1, 1, MAX_SHARDS, c))
		return -1;
	return value_number(&shard->index, index, 1, shard->count, c);
}

static int read_fact(uint64_t *number, const struct job *job, enum job_fact fact, uint64_t min,
		     uint64_t max, struct complaint *c)
{
	const char *text = job->fact[fact];

	if (!text)
		complain(c, "is not set, although we seem to be in a Slurm job that has one; give "
			    "--shard");
	else if (value_number(number, text, min, max, c) == 0)
		return 0;
	return complain_at(c, job_words[fact].variable);
}

static int of_array(struct shard *shard, const struct job *job, struct complaint *c)
{
	uint64_t task = 0, min = 0, max = 0, step = 1;

	if (read_fact(&shard->count, job, JOB_ARRAY_COUNT, 1, MAX_SHARDS, c) ||
	    read_fact(&min, job, JOB_ARRAY_MIN, 0, MAX_ARRAY, c) ||
	    read_fact(&max, job, JOB_ARRAY_MAX, min, MAX_ARRAY, c) ||
	    read_fact(&task, job, JOB_ARRAY_TASK, min, max, c) ||
	    (job->fact[JOB_ARRAY_STEP] && read_fact(&step, job, JOB_ARRAY_STEP, 1, MAX_ARRAY, c)))
		return -1;
	shard->index = (task - min) / step + 1;
	if ((max - min) / step + 1 == shard->count && (task - min) % step == 0)
		return 0;
	return complain(c,
			"%s: %" PRIu64 " tasks from %" PRIu64 " to %" PRIu64
			" are an array with gaps; say which part this is by --shard I/N",
			job_words[JOB_ARRAY_TASK].variable, shard->count, min, max);
}

static int of_step(struct shard *shard, const struct job *job, struct complaint *c)
{
	uint64_t task = 0;

	if (read_fact(&shard->count, job, JOB_STEP_TASKS, 1, MAX_SHARDS, c) ||
	    read_fact(&task, job, JOB_STEP_TASK, 0, shard->count - 1, c))
		return -1;
	shard->index = task + 1;
	return 0;
}

int shard_of_job(struct shard *shard, const struct job *job, bool steps, struct complaint *c)
{
	struct shard array = shard_whole, step = shard_whole;

	if (job->fact[JOB_ARRAY_TASK] && of_array(&array, job, c))
		return -1;
	if (steps && job->fact[JOB_STEP_TASKS] && of_step(&step, job, c))
		return -1;
	*shard = (struct shard){(array.index - 1) * step.count + step.index,
				array.count * step.count}; /* at most 10^12 */
	return 0;
}

/* of at most 10^12 shards and 10^6 blocks: it fits */
static uint64_t blocks_before(uint64_t nr_shards, const struct shard *shard, uint64_t nr_blocks)
{
	return nr_shards * nr_blocks / shard->count;
}

uint64_t shard_first_block(const struct shard *shard, uint64_t nr_blocks)
{
	return blocks_before(shard->index - 1, shard, nr_blocks);
}

uint64_t shard_end_block(const struct shard *shard, uint64_t nr_blocks)
{
	return blocks_before(shard->index, shard, nr_blocks);
}

int shard_take(struct plan *plan, const struct shard *shard, struct complaint *c)
{
	plan->shard = *shard;
	if (shard->count <= plan->measuring.blocks)
		return 0;
	return complain(c,
			"%" PRIu64 " shards of %" PRIu64 " block%s: a shard has whole blocks, so "
			"some would have none; ask for fewer shards, or for --blocks %" PRIu64,
			shard->count, plan->measuring.blocks,
			plan->measuring.blocks == 1 ? "" : "s", shard->count);
}

uint64_t shard_first_trial(const struct plan *plan)
{
	return shard_first_block(&plan->shard, plan->measuring.blocks) * plan->nr_cases;
}

uint64_t shard_end_trial(const struct plan *plan)
{
	return shard_end_block(&plan->shard, plan->measuring.blocks) * plan->nr_cases;
}
