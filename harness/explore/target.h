// SPDX-License-Identifier: MIT

// What a user means to be explored: a strategy of the catalogue, a program of benches/programs, or
// a file of one's own.

#ifndef RACELAB_EXPLORE_TARGET_H
#define RACELAB_EXPLORE_TARGET_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/program/compile.h"

struct target {
	char name[PATH_MAX]; /* as it is told */
	char file[PATH_MAX]; /* its source */
	bool strategy;	     /* explored around its counter: tasks and increments can be chosen */
	unsigned max_tasks;  /* that it works for; 0: any number */
	uint64_t parameter;  /* of a strategy that takes one; 0: the usual one */
};

// Finds it; racelab's own sources are below `root`. Returns 0, or -1 with a user's complaint, which
// says what is like it.
int target_find(struct target *target, const char *word, const char *root, struct complaint *c);

// The source that it is with so many tasks and increments each.
struct source target_source(const struct target *target, const char *root, unsigned tasks,
			    unsigned ops);

// The programs that racelab brings along.
struct told_program {
	const char *name;
	const char *looks_for; /* "outcome 0", "hang", "race", "assertion", "nothing" */
	const char *models;    /* under which that can be seen: some of "sc tso rc11" */
	const char *teaches;
};

size_t told_programs(const struct told_program **programs);

#endif
