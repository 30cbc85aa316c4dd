// SPDX-License-Identifier: MIT

// The race itself, in its sandbox: threads that run the program over and over, and what they note.

#ifndef RACELAB_EXPLORE_RACE_H
#define RACELAB_EXPLORE_RACE_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/sync/sync.h"
#include "harness/explore/replay/measure.h"
#include "harness/explore/replay/rally.h"
#include "harness/explore/step.h"

// Shared with the process that asked for it, which starts a new sandbox after a crash: so it says
// how far the ones before have come.
struct race {
	struct rally rally;
	struct measured measured; /* written by the last one to arrive */
	bool running;		  /* by it, too: an execution is under way; */
	bool over;		  /* enough were made; atomic */
	unsigned failed __attribute__((aligned(APART))); /* an assertion did, in this one; atomic */
	bool hung;					 /* the watchdog's word */
	int pin_error[MOST_EXPLORED_TASKS];
	char why[256]; /* why it cannot be raced at all; "": it can */
	// What is asked for.
	const struct pins *pins;
	const char *object, *what;
	unsigned long times;
	uint64_t end_ns; /* by probe_now_ns */
};

// As a sandbox's main: its context is the race.
int race_main(void *context);

#endif
