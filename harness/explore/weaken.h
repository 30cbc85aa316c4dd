// SPDX-License-Identifier: MIT

// A program with other memory orders than it was written with: by line of source, at the time of
// exploring, so that nothing is compiled or edited for it.

#ifndef RACELAB_EXPLORE_WEAKEN_H
#define RACELAB_EXPLORE_WEAKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/program/program.h"
#include "harness/explore/telling/lines.h"

enum {
	MOST_WEAKENINGS = 64,
};

// All atomic accesses and fences of a line are to have this order.
struct weakening {
	char file[256]; /* its end is enough: "ticket.c"; "": any */
	unsigned line;
	int kind;	    /* of STEP_*; -1: any */
	int order, failure; /* of ORDER_*; -1: as it is written */
};

// A program on which explorations are made, one after the other.
struct bench {
	struct program program;
	struct behaviour behaviour;
	struct lines lines; /* of the sites that were met */
	const char *root;
};

int bench_open(struct bench *bench, const struct source *source, const char *name,
	       struct complaint *c);
void bench_close(struct bench *bench);

// Parses "FILE:LINE=ORDER", "LINE=ORDER" or, for what a failed compare-and-swap is,
// "LINE=ORDER/FAILURE". Returns 0, or -1 with a user's complaint.
int weakening_parse(struct weakening *weakening, const char *text, struct complaint *c);

// As explore(), with these orders and as written all others; lines are loaded then. A weakening of
// a line where no atomic access was met is a user's complaint.
int explore_weakened(struct bench *bench, const struct weakening *weakenings, size_t nr,
		     enum model model, struct limit *limit, struct found *found,
		     struct complaint *c);

// True if it is about that line and kind of access.
bool weakening_fits(const struct weakening *weakening, const struct line *line, int kind);

// "relaxed", "acquire", ...; and the order of that name, or -1.
const char *order_name(uint8_t order);
int order_find(const char *name, size_t length);

#endif
