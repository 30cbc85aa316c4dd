// SPDX-License-Identifier: MIT

// Which part of its plan racelab run carries out, and where that goes: as --shard says, else as the
// job that we run in does.

#ifndef RACELAB_SHARDING_H
#define RACELAB_SHARDING_H

#include <stdbool.h>

#include "harness/complaint.h"
#include "harness/machine/job.h"
#include "harness/plan/plan.h"
#include "harness/plan/shard.h"

struct sharding {
	const char *asked; /* --shard, or NULL */
	bool by_job;	   /* one of several, and it was not asked for */
	struct job job;
	struct shard shard;
	char *folder; /* where all shards are */
	char *path;   /* of this one's result directory; the same for a whole run */
};

// Finds out. `asked` is --shard, `folder` -o; without the latter it is results/DATE-TIME, or
// results/job-ID where the job says which part we are: all parts must find the same. `steps`: each
// task of a job's step is a part. Returns 0, or -1 with a user's complaint; sharding_fini is due.
int sharding_choose(struct sharding *sharding, const char *asked, const char *folder, bool steps,
		    struct complaint *c);
void sharding_fini(struct sharding *sharding);

// Makes the plan the shard's; a seed that was drawn (not `seed_given`) becomes that of the shards
// which are there already, as after a job that was cut short, else one that all of them find.
// Returns 0, or -1 with a user's complaint.
int sharding_apply(const struct sharding *sharding, bool seed_given, struct plan *plan,
		   struct complaint *c);

// The run in `path` is gone on with: it must be the shard that we are to be. -1 with a user's
// complaint. --shard none goes on with any.
int sharding_check(const struct sharding *sharding, const char *path, const struct shard *recorded,
		   struct complaint *c);

// Says which part it is, and that it goes to `path`; nothing of a whole run.
void sharding_say(const struct sharding *sharding, const struct plan *plan, const char *path);

#endif
