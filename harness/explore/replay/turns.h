// SPDX-License-Identifier: MIT

// What is to happen, from a witness: each step, whose turn it is, what it has to be, and the end
// that all of it leads to.

#ifndef RACELAB_EXPLORE_TURNS_H
#define RACELAB_EXPLORE_TURNS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/replay/replay.h"

struct due {
	uint8_t task;
	uint8_t kind, size; /* as struct step's */
	bool reads;
	uint64_t address; /* as struct place's */
	/* values; pointers are those of the explored process */
	uint64_t operand, expected, read, written;
};

struct turns {
	struct due *due;
	uint32_t nr;
	unsigned nr_tasks;
	enum wrong_kind end;
	uint64_t outcome; /* of a lost update */
	int fault;	  /* who fails an assertion or crashes; -1: program_outcome does */
	const char *text; /* what it then says */
};

// Returns 0, or -1 with a complaint if there is nothing to replay. turns_fini is due after 0.
int turns_make(struct turns *turns, const struct replay *replay, struct complaint *c);
void turns_fini(struct turns *turns);

#endif
