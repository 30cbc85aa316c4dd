// SPDX-License-Identifier: MIT

// All places at which tasks were seen to stand, each once.

#ifndef RACELAB_EXPLORE_NODES_H
#define RACELAB_EXPLORE_NODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/step.h"

struct node {
	unsigned task; /* whose stack it is; 0 where all have the same */
	struct step step;
	size_t bytes; /* of the stack, its end, which is its youngest part, first */
	unsigned char *stack;
	uint64_t hash;
};

struct nodes {
	struct node *node;
	uint32_t *slot; /* 1 + number; 0: free */
	uint32_t nr, nr_slots;
};

void nodes_init(struct nodes *nodes);
void nodes_fini(struct nodes *nodes); /* empty again, and without memory */

// The number of the node with that content, which is added if it is not there (*fresh). Returns 0,
// or -1 without memory.
int nodes_find(struct nodes *nodes, unsigned task, const struct step *step,
	       const unsigned char *stack, size_t bytes, uint32_t *number, bool *fresh);

// The one of that number, which must be below `nr`.
const struct node *nodes_get(const struct nodes *nodes, uint32_t number);

#endif
