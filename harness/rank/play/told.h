// SPDX-License-Identifier: MIT

// What those who race tell the owner.

#ifndef RACELAB_RANK_TOLD_H
#define RACELAB_RANK_TOLD_H

#include <stdint.h>

#include "harness/trial/arena.h"

// Before: with TAG_HERE.
struct here {
	char refused[256]; /* why it cannot race; "": it can */
};

// After: with TAG_DONE.
struct done {
	struct tally tally; /* its times by its own clock */
	int64_t ahead_ns;   /* the owner's clock, of ours */
	uint64_t bound_ns;  /* by how much that may be wrong; 0: on one host */
	uint64_t used;	    /* nodes of a hash table that it took */
	double spin_ns, handoff_ns;
	int64_t steal_ns; /* of its PU; -1: not to be had */
	int pu;		  /* where it was to be; -1: anywhere */
};

#endif
