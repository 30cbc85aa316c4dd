// SPDX-License-Identifier: MIT

// What a rank knows of all ranks: which host each is on, what MPI this is.

#ifndef RACELAB_WORLD_H
#define RACELAB_WORLD_H

#include <jansson.h>
#include <mpi.h>
#include <stdbool.h>

#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/rank/launch.h"

enum {
	OWNER = 0, /* the rank that has the counters and does not race */
	PU_WORDS = MAX_TASKS / 8 / sizeof(unsigned long),
};

// What each rank says of itself.
struct fellow {
	char build[64]; /* all are to be the same racelab */
	char host[64];
	char boot[40]; /* of the machine's kernel: two hosts with one are one machine */
	char cpu_model[64];
	int pid;
	int nr_pus;
	unsigned long pus[PU_WORDS]; /* a bit for each that it may use */
};

struct world {
	MPI_Comm comm;
	int self, nr;
	struct fellow *fellows;
	struct topology topology; /* of our host */
	double turns_per_ns;	  /* here */
	bool crowded;		  /* more ranks than we have PUs share these with us */
};

// Begins with MPI. Returns NULL, or what is wrong, the same on all ranks, in one line.
const char *world_begin(struct world *world, const struct launch *launch);

// The rank that races as task i.
int world_rank_of(unsigned task);

// By name; and whether two hosts are one machine, as containers are, and so share its PUs.
bool world_same_host(const struct world *world, int a, int b);
bool world_same_machine(const struct world *world, int a, int b);

// Whether one may be where the other is. On one machine, ranks to whom a batch system has granted
// PUs of their own do not.
bool world_share_pus(const struct world *world, int a, int b);

// How many of the tasks 0..task-1 share PUs with it: its place there.
unsigned world_place(const struct world *world, unsigned task);

// How many hosts the tasks 0..count-1 and the owner are on, and how many machines these are.
void world_count_hosts(const struct world *world, unsigned count, unsigned *nr_hosts,
		       unsigned *nr_machines);

// All that, for run.json.
json_t *world_json(const struct world *world);

#endif
