// SPDX-License-Identifier: MIT

// The stacks that explored tasks run on: one for all, as only one task runs at a time and its stack
// is kept with its node; or, where something on a stack is shared, one for each.

#ifndef RACELAB_EXPLORE_STACKS_H
#define RACELAB_EXPLORE_STACKS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/runtime/seam.h"

struct stacks {
	unsigned char *memory; /* one behind the other; all the same one if not apart */
	bool apart;
};

// Maps them; at its low end, where it overflows, none can be touched. Returns 0, or -1 without
// memory.
int stacks_map(struct stacks *stacks);

// Where the task's begins: its high end.
unsigned char *stacks_top(const struct stacks *stacks, unsigned task);

// From its low end to that.
struct seam_range stacks_room(const struct stacks *stacks, unsigned task);

// Whether the address is on one of them.
bool stacks_have(const struct stacks *stacks, uint64_t address);

// Zeroes all of the task's.
void stacks_clear(const struct stacks *stacks, unsigned task);

// Zeroes what is next below `stack`, where the task's ends now, so that what an earlier step has
// left there cannot tell two equal nodes apart.
void stacks_settle(const struct stacks *stacks, unsigned task, unsigned char *stack);

#endif
