// SPDX-License-Identifier: MIT

// What an explored program and the process that runs it hand each other. The program is compiled
// with -fsanitize=thread, so that each of its accesses calls callbacks.c; these, and all of this
// folder, are linked into it, and nothing of racelab's is.
//
// A task runs as a coroutine on a stack of its own. At a step it fills one in and switches back to
// its host; resumed, it is told what it read. Between two steps its stack (with the registers that
// the switch has put there) is all that it knows, so who keeps a copy of that can go on from there
// as often as he likes.

#ifndef RACELAB_EXPLORE_SEAM_H
#define RACELAB_EXPLORE_SEAM_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/step.h"

#define SEAM_SYMBOL "racelab_seam"

enum seam_mode {
	SEAM_DIRECT,	/* accesses are just made: program_init, program_outcome */
	SEAM_EXPLORING, /* each is a step */
	SEAM_TURNS,	/* each is made when it is its turn, by real tasks */
};

enum seam_entry {
	ENTRY_TASK,
	ENTRY_INIT,
	ENTRY_OUTCOME,
};

enum {
	SEAM_MOST_RANGES = 32,
};

// Addresses from low to below high.
struct seam_range {
	uint64_t low, high;
};

static inline bool seam_has(const struct seam_range *range, uint64_t address)
{
	return address >= range->low && address < range->high;
}

struct seam {
	enum seam_mode mode;
	enum seam_entry entry;
	unsigned task;
	uint8_t numbered; /* tasks know their numbers: what one does at a node, another may not */
	struct step step; /* where the task stands */
	char text[STEP_TEXT];	       /* of its end */
	uint64_t value;		       /* what it reads there: 0 where it reads nothing */
	unsigned long outcome;	       /* of program_outcome */
	uint8_t inside;		       /* the task is in its critical section */
	void *host_stack, *task_stack; /* where each stands while the other runs */
	struct seam_range stack;       /* of the task that runs */
	struct seam_range image;       /* the program, with what it only reads */
	struct seam_range memory;      /* its variables */
	/* what is on a stack but not its task's alone */
	struct seam_range shared[SEAM_MOST_RANGES];
	unsigned nr_shared;

	void *(*enter)(void *top); /* lays out a stack that begins `entry`; where it stands */
	void (*resume)(void);	   /* lets the task run to its next step */
	void (*give_up)(enum step_kind kind,
			const char *text); /* from a signal's handler, at its end */
	/* SEAM_TURNS, by the thread or process that is the task: runs it on that stack to its end
	 */
	void (*take_part)(unsigned task, struct seam_range its_stack);
	/* what it then calls: returns when it is its turn to make the step, false if it is to stop;
	   the step was made, and read (or, of a write, wrote) that; this end was reached */
	bool (*turn_begin)(unsigned task, const struct step *step);
	void (*turn_end)(unsigned task, uint64_t value);
	void (*turn_over)(unsigned task, const struct step *end, const char *text);
};

#endif
