// SPDX-License-Identifier: MIT

// run.json: what was asked for, what was planned, and on which machine it was measured.

#ifndef RACELAB_MANIFEST_H
#define RACELAB_MANIFEST_H

#include <jansson.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/machine/host.h"
#include "harness/machine/job.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"
#include "harness/plan/shard.h"
#include "harness/trial/plugin.h"

#define MANIFEST_FORMAT 1 /* of run.json; a reader refuses a later one */

// What a run says of itself besides its spec, plan and host.
struct manifest {
	char command[1024];	/* the command line, as typed */
	char start[32];		/* UTC, "2026-11-22T09:12:00Z" */
	char end[32];		/* "" until every trial is done */
	double clock_ns;	/* what was subtracted from each latency */
	double turns_per_ns;	/* what --hold and --think were calibrated with */
	unsigned counters;	/* counters_available() */
	struct plugins plugins; /* other people's strategies, loaded */
	struct job job;		/* that measures */
	json_t *hosts;		/* where which rows are from (hosts.h); NULL: all of one host */
	struct shard shard;	/* as manifest_read found it; what is written is the plan's */
	json_t *mpi;		/* of ranks: library, transport, hosts; NULL for all others */
};

// Now, in UTC, as above.
void manifest_now(char text[32]);

// What this executable is: version, commit, compiler and its flags.
json_t *manifest_build(void);

// The plan as run.json has it: the settings and the cases, the same for all of its shards.
json_t *manifest_plan(const struct plan *plan);

// Writes DIR/run.json anew, by a temporary file, so that there is always a whole one. Returns 0, or
// -1 with a machine's complaint.
int manifest_write(const char *path, const struct manifest *manifest, const struct spec *spec,
		   const struct plan *plan, const struct host *host, struct complaint *c);

// DIR/run.json as it is, or what a store has of it. NULL with a user's complaint: it is not there,
// no regular file, larger than 256 MiB (a million cases take a hundred), not JSON (with line and
// column), not an object, of a later format; or with a machine's: it cannot be read. json_decref is
// due.
json_t *manifest_json(const char *path, struct complaint *c);

// Reads back what is needed to go on: the spec with all settings as they were used (also the seed
// that was drawn), the names of the planned cases (case_format), and the manifest. Returns 0; -1
// with a complaint as above, or that it is not one of ours; a store cannot be gone on with. On
// success the caller frees with spec_fini and manifest_free_cases, and json_decref for
// manifest->hosts.
int manifest_read(const char *path, struct manifest *manifest, struct spec *spec, char ***cases,
		  size_t *nr_cases, struct complaint *c);
void manifest_free_cases(char **cases, size_t nr_cases);

#endif
