// SPDX-License-Identifier: MIT

// The process in which an explored program really runs, one step at a time. It is somebody's code:
// it may crash, compute for ever, and write wherever it likes, so it has a process of its own, and
// nothing that decides a verdict is in it. It is asked over a socket, and answers with steps.
//
// A node is where a task stands at a step, with all that it knows: its stack. Two tasks (or one, a
// turn later) that stand alike are at the same node, so a waiting loop is a way that leads back.

#ifndef RACELAB_EXPLORE_RUNNER_H
#define RACELAB_EXPLORE_RUNNER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "harness/complaint.h"
#include "harness/explore/step.h"

enum {
	MOST_PLACES = 1024,		 /* of memory, that a program uses */
	EXPLORED_STACK_BYTES = 64 << 10, /* of each task; it is copied at every step */
};

// What a program says of itself.
struct program_facts {
	unsigned nr_tasks;
	bool has_outcome, has_expected;
	uint64_t expected;
	uint64_t base;	 /* where it was loaded: steps' addresses are from there */
	uint64_t stacks; /* where tasks had theirs, if apart: one behind the other */
};

struct runner {
	pid_t pid;
	int socket;
	struct program_facts facts;
};

// What the runner says of a node.
struct runner_answer {
	uint32_t node;
	bool fresh;	  /* it was not there before; only then is what follows told */
	struct step step; /* address: from the object's beginning, or of a stack as it is */
	uint64_t initial; /* what is there before anybody writes */
	char text[STEP_TEXT];
	bool apart;    /* a stack's address was handed out: begin again, with stacks apart */
	bool numbered; /* a task asked for its number: begin again, with tasks told apart */
};

// A place and what is written there.
struct runner_value {
	uint64_t address, value;
	uint32_t size;
};

// Starts one for the object, and runs its program_init. `apart`: each task has a stack at a place
// of its own, for those that hand out what lies there; else all have the same. Returns 0; -1 with a
// user's complaint: no program_tasks, too few or many of them, an init that crashes; or with a
// machine's, of a student's program where its process cannot be confined.
int runner_start(struct runner *runner, const char *object, const char *what, bool apart,
		 bool student, struct complaint *c);
void runner_end(struct runner *runner);

// Each task has nodes of its own from now on, whether they do the same or not; all are forgotten.
int runner_number(struct runner *runner, struct complaint *c);

// All nodes are forgotten; which parts of stacks are shared is not. Returns 0, or -1 with a
// complaint.
int runner_forget(struct runner *runner, struct complaint *c);

// Where a task begins; and where one goes from a node that is told this value. Returns 0, or -1
// with a complaint if the runner is no more, or has no room.
int runner_begin(struct runner *runner, unsigned task, struct runner_answer *answer,
		 struct complaint *c);
int runner_next(struct runner *runner, uint32_t node, uint64_t value, struct runner_answer *answer,
		struct complaint *c);

// What program_outcome says where these were the last writes. answer->step is STEP_END, or what
// became of it; *outcome is 0 if there is none.
int runner_outcome(struct runner *runner, const struct runner_value *values, unsigned nr,
		   uint64_t *outcome, struct runner_answer *answer, struct complaint *c);

#endif
