// SPDX-License-Identifier: MIT

// All that a page knows of a program: its words, its source, and its walk under each model that is
// asked for.

#ifndef RACELAB_EXPLORE_WALKS_H
#define RACELAB_EXPLORE_WALKS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/telling/subject.h"

enum {
	WALKS_STATES = 60000, /* at most, of a model: more do not fit into any page */
};

struct walks {
	struct bench *bench;
	struct subject subject; /* `model` is of no account */
	const struct weakening *weakening;
	size_t nr_weakenings;
	bool explored[NR_MODELS];
	struct found found[NR_MODELS]; /* of those */
};

// Explores one more model, sc or tso: rc11 has no states. Returns 0, or -1 with a complaint: it
// cannot be explored, or (a user's) there are too many states, or a weakening fits no line.
int walks_explore(struct walks *walks, enum model model, struct limit *limit, struct complaint *c);

// What is explored and among `models`, as an object: version, program, exercise (null: none),
// weakened, tasks, ops, has_outcome, expected, digits, places and deeds (words.h), source
// (source.h), models (walk.h). Returns 0, or -1 with a complaint.
int walks_json(struct walks *walks, const bool models[NR_MODELS], json_t **json,
	       struct complaint *c);

// Complains of a page of these models that has become too large.
int walks_complain(const struct walks *walks, const bool models[NR_MODELS], size_t bytes,
		   struct complaint *c);

void walks_fini(struct walks *walks);

#endif
