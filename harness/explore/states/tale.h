// SPDX-License-Identifier: MIT

// An interleaving told move by move: what each step read and wrote, and who had written it.

#ifndef RACELAB_EXPLORE_TALE_H
#define RACELAB_EXPLORE_TALE_H

#include <stdint.h>

#include "harness/explore/found.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/states/state.h"
#include "harness/explore/step.h"

struct tale {
	struct space *space;
	struct state state; /* as it is after the moves so far */
	int32_t nr;	    /* of them */
	/* which of them wrote what is in memory, and in buffers; -1: it was there */
	int32_t memory[MOST_PLACES];
	int32_t buffered[MOST_EXPLORED_TASKS][MOST_BUFFERED];
	struct state next;
};

// On the heap, before the first move; free() is due. NULL without memory.
struct tale *tale_begin(struct space *space);

// Makes a move that is possible, and says in *event what it was.
void tale_move(struct tale *tale, struct move move, struct event *event);

#endif
