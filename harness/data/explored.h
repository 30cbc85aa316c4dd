// SPDX-License-Identifier: MIT

// What racelab explore --figures leaves beside a run, for plot and report: three tables, as CSV
// (RFC 4180) with a header row, whose columns results/README.md explains. Only counts are in them,
// no shares, so that nothing in one can contradict itself unnoticed. A count that was not made is
// empty here and COUNT_EMPTY in memory.

#ifndef RACELAB_EXPLORED_H
#define RACELAB_EXPLORED_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/complaint.h"

enum explored_file {
	EXPLORED_INTERLEAVINGS,
	EXPLORED_MODELS,
	EXPLORED_VERDICTS,
	NR_EXPLORED,
};

enum {
	EXPLORED_WORD = 256, /* bytes of a word, its end included */
	EXPLORED_ROWS = 512, /* at most, of each table */
	EXPLORED_MODEL_COLUMNS = 3,
};

// The racy counter: one final value of so many tasks with so many increments each. By ops, then by
// value.
struct explored_counter {
	int64_t tasks, ops, value;
	int64_t interleavings; /* that end with it */
	int64_t raced, seen;   /* real executions, and those that ended with it */
	char machine[EXPLORED_WORD];
};

// A small program, and the outcome that it looks for.
struct explored_program {
	char program[EXPLORED_WORD];
	int64_t outcome, tasks;
	char verdict[EXPLORED_MODEL_COLUMNS][EXPLORED_WORD]; /* under sc, tso, rc11: "allowed",
								"forbidden"; "": not known */
	int64_t raced, seen;
	char detail[EXPLORED_WORD]; /* why it was not raced, or how */
	char machine[EXPLORED_WORD];
};

// A strategy that was raced, under one model.
struct explored_verdict {
	char strategy[EXPLORED_WORD];
	char model[EXPLORED_WORD];   /* "": of no one in particular */
	char verdict[EXPLORED_WORD]; /* "proved", "violated", "incomplete", "cannot be explored",
					"not explored" */
	char wrongs[EXPLORED_WORD];  /* of what is violated: "lost update, hang" */
	char bounds[EXPLORED_WORD];  /* "2 tasks x 2 increments, 3 x 1" */
	int64_t states, executions;
	char detail[EXPLORED_WORD]; /* why not, or why incomplete */
};

struct explored {
	void *rows[NR_EXPLORED]; /* of the structs above; NULL: no row */
	size_t nr[NR_EXPLORED];
	char bad[NR_EXPLORED][256]; /* why a file that is there cannot be used; "": it can */
};

// Beside the tables: the racy counter's states, to walk on (explore/page/walks.h), as JSON.
#define EXPLORED_WALK "explore-walk.json"

// The name of that file in the result directory.
const char *explored_name(enum explored_file file);

const struct explored_counter *explored_counters(const struct explored *explored);
const struct explored_program *explored_programs(const struct explored *explored);
const struct explored_verdict *explored_verdicts(const struct explored *explored);

// Adds an empty row and returns it; NULL without memory, or beyond EXPLORED_ROWS. explored may have
// been all zero before.
void *explored_add(struct explored *explored, enum explored_file file);

// Reads all that is there of them; a file that is not there has no rows. One that is damaged has
// none either, and says in bad[] what is wrong and where. Returns 0, or -1 with a machine's
// complaint: no memory. explored_fini is due in any case.
int explored_load(struct explored *explored, const char *directory, struct complaint *c);
void explored_fini(struct explored *explored);

// Writes one of the tables. Returns 0, or an errno value.
int explored_write(FILE *out, const struct explored *explored, enum explored_file file);

#endif
