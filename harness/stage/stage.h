// SPDX-License-Identifier: MIT

// A stage: the process that runs the trials of one block, seen from whoever asks it for them. It is
// this very program, executed anew (`racelab stage`), so that each block has a layout in memory of
// its own: where code, libraries and stacks lie is drawn when a program is executed, and every
// process that is forked from it shares that. On some CPUs the layout alone moves a lock's
// throughput by a tenth (Mytkowicz et al., Producing Wrong Data, ASPLOS 2009).

#ifndef RACELAB_STAGE_H
#define RACELAB_STAGE_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/duet/line.h"
#include "harness/stage/executable.h"

#define STAGE_FD 3 /* where a stage finds its end of the conversation: play.h has the messages */

struct bench;
struct plugins;
struct words;

// What all stages of a run have in common.
struct stages {
	struct executable executable;  /* what they are executed from */
	const char *directory;	       /* whose run.json has the plan */
	const struct plugins *plugins; /* as they were loaded; NULL: none */
	const struct bench *bench;     /* what was found out of the machine, and `interrupted` */
	FILE *said; /* takes what they and their sandboxes write to standard error; NULL: ours */
};

struct stage {
	const struct stages *stages;
	uint64_t block;
	pid_t pid; /* 0: none is open */
	int talk_fd;
	int said_fd;	     /* a file in memory: its standard error */
	struct words *words; /* of the rows it answered with */
	struct line_reader from;
};

// Starts one for `block` and waits until it is ready. Standard input and output are ours, for what
// strategies read and print; a signal from the terminal does not reach it, and it ends with us.
// sandbox_init must have been called. Returns 0; 1 if it was interrupted; -1 with a machine's
// complaint: it cannot be executed, it cannot make the plan any more. stage_close is due in each
// case. `stage` is zero before the first one, and large.
int stage_open(struct stage *stage, const struct stages *stages, uint64_t block,
	       struct complaint *c);

// Has the trial of that number run, which is one of case `i` of the plan. *row holds until the
// stage is closed, and is without block and position. Returns 0; 1 if it was interrupted; -1 with a
// machine's complaint: trial_run's, or the stage has ended.
int stage_run(struct stage *stage, uint64_t trial, size_t i, struct row *row, struct complaint *c);

// Ends it and waits for that; if we were interrupted, in the middle of a trial. Does nothing if
// none is open. Returns 0, or -1 with a machine's complaint: it did not end well.
int stage_close(struct stage *stage, struct complaint *c);

#endif
