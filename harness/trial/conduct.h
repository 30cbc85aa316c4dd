// SPDX-License-Identifier: MIT

// What happens inside the sandbox: the conductor builds the structure, starts the tasks, closes the
// window, waits for the tasks and reads what is left.

#ifndef RACELAB_CONDUCT_H
#define RACELAB_CONDUCT_H

#include "harness/trial/arena.h"
#include "harness/trial/trial.h"

struct conduct {
	const struct bench *bench;
	const struct case_spec *spec;
	struct arena *arena;
	struct key_source *keys; /* the conductor's own */
	uint64_t seed;
	const unsigned *pus; /* in the order the placement uses them */
	unsigned nr_pus;     /* 0: no pinning */
};

// True if two tasks have to share a PU.
bool conduct_oversubscribed(const struct conduct *conduct);

// The sandbox's main function; the argument is a struct conduct. Fills in the arena's report and
// tallies; returns the exit status.
int conduct_main(void *conduct);

#endif
