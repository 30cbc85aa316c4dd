// SPDX-License-Identifier: MIT

// A witness as a short text that a person can read, edit and hand in again:
//
//     racelab schedule 1
//     program none tasks 2 ops 2 model sc
//     0 0 1 1 1 0
//
// (or, of a student's file: program lock.c tasks 2 ops 2 exercise lock model sc)
//
// Who goes when: a number is one step of that task. Under tso ~1 is the machine's own, the oldest
// entry of task 1's store buffer reaching memory. Under rc11, where a read need not be of the last
// write, 1<3 is a step of task 1 that reads what step 3 wrote, the first step being 1; 1<0 one that
// reads what was there from the beginning. Lines may end anywhere; # begins a comment.

#ifndef RACELAB_EXPLORE_SCHEDULE_H
#define RACELAB_EXPLORE_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/telling/subject.h"

enum {
	MOST_SCHEDULED = 1 << 20, /* steps; no witness of any use has as many */
	MOST_SCHEDULED_OPS = 1 << 20,
	FROM_LAST = -2, /* the usual: what is there */
};

#define SCHEDULE_FIRST_LINE "racelab schedule 1"

struct scheduled {
	uint8_t task;
	bool flush;
	int32_t from; /* as in struct event, or FROM_LAST */
};

struct schedule {
	char *program;
	char *exercise;	     /* that it was handed in for; NULL: none */
	unsigned tasks, ops; /* ops 0: a file's own */
	enum model model;
	struct scheduled *step;
	size_t nr;
};

// Writes all of it, a newline at its end.
void schedule_put(FILE *out, const struct subject *subject, const struct witness *witness);

// Writes its steps alone, in lines of at most `width` columns (0: one line), without a newline at
// the end.
void schedule_put_steps(FILE *out, const struct witness *witness, size_t width);

// Reads one; `what` names it in complaints. Returns 0, and schedule_fini is due; or -1 with a
// user's complaint that says which line is wrong and what would be right.
int schedule_read(struct schedule *schedule, FILE *in, const char *what, struct complaint *c);
void schedule_fini(struct schedule *schedule);

#endif
