// SPDX-License-Identifier: MIT

// The runs of a store, and the choice among them.

#ifndef RACELAB_STORE_RUNS_H
#define RACELAB_STORE_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/store/store.h"

struct run_info {
	int64_t id, machine; /* their numbers in the store */
	char *label;	     /* of the machine */
	char *cpu_model;     /* "" where it is not known, like all texts here */
	char *started, *ended;
	int64_t nr_pus, nr_trials;
	int64_t first_block, last_block; /* that it has trials of */
	bool synthetic;			 /* its machine is made up, and run.json says so */
};

struct runs {
	struct run_info *run; /* machine by machine; of each by start, the last one last */
	size_t nr;
};

// What is chosen; all empty: everything.
struct choice {
	const char *machine; /* a label, or a number */
	const char *run;     /* a number */
	bool last;	     /* of each machine only the last run */
};

// True if anything was chosen.
bool choice_is_made(const struct choice *choice);

// The runs that are chosen, one at least. -1 with a user's complaint: there is no such one, or none
// at all. runs_fini is due if it is 0.
int runs_load(struct runs *runs, const struct store *store, const struct choice *choice,
	      struct complaint *c);

void runs_fini(struct runs *runs);

// Leaves of each machine its last run, and those that are parts of the same plan: the plan is
// equal, and they have other blocks (shards, for example). Returns 0, or -1 with a complaint.
int runs_reduce(struct runs *runs, const struct store *store, struct complaint *c);

#endif
