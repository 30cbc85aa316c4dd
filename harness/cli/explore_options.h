// SPDX-License-Identifier: MIT

// What racelab explore is asked for.

#ifndef RACELAB_EXPLORE_OPTIONS_H
#define RACELAB_EXPLORE_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/found.h"
#include "harness/explore/weaken.h"

enum exploring {
	EXPLORING_ONE,
	EXPLORING_ALL,	   /* every strategy */
	EXPLORING_LIST,	   /* nothing: says what there is */
	EXPLORING_ORDERS,  /* one program, its memory orders */
	EXPLORING_REPLAY,  /* one schedule, by real tasks */
	EXPLORING_FIGURES, /* what plot and report show beside a run */
	EXPLORING_PAGE,	   /* one program, its states to walk on */
};

struct explore_asked {
	enum exploring exploring;
	const char *name;     /* NULL: none */
	const char *exercise; /* that it was handed in for; NULL: it is a program of its own */
	bool models[NR_MODELS];
	uint64_t tasks, ops; /* 0: not given */
	uint64_t limit_ns, memory_bytes;
	uint64_t measure; /* how often real tasks are to race; 0: not at all */
	bool json, processes;
	const char *dot, *save, *replay; /* files; NULL: none */
	const char *figures;		 /* a result directory; NULL: none */
	const char *page;		 /* a file; NULL: none */
	struct weakening weakening[MOST_WEAKENINGS];
	size_t nr_weakenings;
};

extern const struct argp explore_argp;

#endif
