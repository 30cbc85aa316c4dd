// SPDX-License-Identifier: MIT

// A shard: the i-th of n parts of a plan, for one of n machines. It has whole blocks, so that what
// is compared with each other is of one machine, and they lie next to each other. The shards of a
// plan, whatever n is, have all of its blocks, each exactly once, with the numbers and the order
// that they have in the whole.

#ifndef RACELAB_SHARD_H
#define RACELAB_SHARD_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"

struct job;
struct plan;

enum {
	MAX_SHARDS = 1000000, /* as many as blocks */
};

struct shard {
	uint64_t index, count; /* the index-th, from 1, of count; 1 of 1: the whole plan */
};

extern const struct shard shard_whole;

// "2/8"; "none" and "1/1" are the whole plan. Returns 0, or -1 with a user's complaint.
int shard_read(struct shard *shard, const char *text, struct complaint *c);

// Which of its equals in a job we are: the task of a Slurm array, and the task of a step with more
// than one; both, if there are both: then each array task's part has parts in turn. Without `steps`
// the latter does not count. The whole plan outside of a job. Returns 0; -1 with a user's complaint
// that names the variable: no number, an array with gaps, of which nobody can say how it was meant.
int shard_of_job(struct shard *shard, const struct job *job, bool steps, struct complaint *c);

// The first of a shard's blocks, and the one behind its last; with at least as many blocks as
// shards none is empty, and their sizes differ by one at most.
uint64_t shard_first_block(const struct shard *shard, uint64_t nr_blocks);
uint64_t shard_end_block(const struct shard *shard, uint64_t nr_blocks);

// Makes the plan that shard's. Returns 0, or -1 with a user's complaint: there are more shards than
// blocks, so that some would be empty.
int shard_take(struct plan *plan, const struct shard *shard, struct complaint *c);

// What of all trials (plan.h) the plan's shard has: from the first up to, but without, the end.
uint64_t shard_first_trial(const struct plan *plan);
uint64_t shard_end_trial(const struct plan *plan);

// A seed that every shard of the plan works out for itself, alike: from all cases and settings but
// the seed, and from `run`, which tells runs of the same plan apart ("": nothing does).
uint64_t shard_seed(const struct plan *plan, const char *run);

#endif
