// SPDX-License-Identifier: MIT

// Where all tasks stand, what memory holds, and what is still in store buffers: all that decides
// what can follow. Packed it is a few bytes, in a form in which tasks that can do the same are
// interchangeable, so that states which differ only in who is who are one.

#ifndef RACELAB_EXPLORE_STATE_H
#define RACELAB_EXPLORE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/found.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/step.h"

enum {
	MOST_BUFFERED = 24, /* writes that a store buffer holds; an x86 core's has some 50 */
	MOST_PACKED = MOST_EXPLORED_TASKS * (6 + MOST_BUFFERED * 13) + MOST_PLACES * 10,
};

struct buffered {
	uint16_t place;
	uint64_t value;
};

struct task_state {
	uint32_t node;
	uint8_t nr_buffered;
	struct buffered buffer[MOST_BUFFERED]; /* the oldest first */
};

struct state {
	struct task_state task[MOST_EXPLORED_TASKS];
	uint64_t value[MOST_PLACES];
	uint32_t nr_places; /* so many are filled in; the rest are as in the beginning */
};

// What all states of one search have in common.
struct space {
	struct behaviour *behaviour;
	enum model model; /* sc or tso */
	unsigned nr_tasks;
	bool overflowed; /* a store buffer was full: not all was tried */
};

struct move {
	uint8_t task;
	bool flush; /* its oldest buffered write reaches memory; else it makes its deed */
};

enum {
	MOST_MOVES = 2 * MOST_EXPLORED_TASKS,
};

void state_begin(const struct space *space, struct state *state);

// All moves that are possible. Returns how many; 0 at an end, and after an assertion or a crash.
unsigned state_moves(const struct space *space, const struct state *state,
		     struct move moves[MOST_MOVES]);

// The state after one of them.
void state_move(struct space *space, const struct state *from, struct move move, struct state *to);

// What a task would read at its deed's place: of its own buffer, else of memory.
uint64_t state_read(const struct state *state, unsigned task, uint16_t place);

// Tasks in the order in which they are packed: alike ones beside each other. `first` comes before
// all others; nr_tasks: none does.
size_t state_pack(const struct space *space, const struct state *state, unsigned first,
		  unsigned char *bytes, uint8_t order[MOST_EXPLORED_TASKS]);
void state_unpack(const struct space *space, const unsigned char *bytes, size_t size,
		  struct state *state);

// True if all tasks are done and all writes have reached memory.
bool state_is_final(const struct space *space, const struct state *state);

// The task that stands at an assertion, a crash or an endless step; -1: none.
int state_fault(const struct space *space, const struct state *state);

// Two tasks that stand at a data race, or inside their critical sections; false: none.
bool state_race(const struct space *space, const struct state *state, unsigned pair[2]);
bool state_inside(const struct space *space, const struct state *state, unsigned pair[2]);

#endif
