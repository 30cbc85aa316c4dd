// SPDX-License-Identifier: MIT

// One exploration: a program under a model, searched in the way that fits it. sc and tso are
// decided by states, which waiting loops and many increments cost little; their executions are
// counted besides, as far as that is quick. rc11 is decided by executions.

#ifndef RACELAB_EXPLORE_H
#define RACELAB_EXPLORE_H

#include "harness/complaint.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/program.h"

enum {
	EXPLORE_COUNTED = 20000, /* executions that are counted where states decide: a second */
};

// Explores a program that was opened, from the beginning (`behaviour` is opened if it is all zero)
// or, with the same behaviour, under another model. Fills in *found (found_fini), witnesses and
// all. Returns 0, or -1 with a complaint if nothing could be explored; what stopped a search later
// is in found->why_not.
int explore(struct program *program, struct behaviour *behaviour, enum model model,
	    struct limit *limit, struct found *found, struct complaint *c);

// What it comes to.
enum verdict_of {
	FOUND_PROVED,
	FOUND_VIOLATED,
	FOUND_INCOMPLETE,
};

enum verdict_of found_verdict(const struct found *found);

// "proved", "violated", "incomplete".
const char *found_word(enum verdict_of verdict);

#endif
