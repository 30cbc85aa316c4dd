// SPDX-License-Identifier: MIT

// What a replay's tasks, its conductor and the process that asked for it share: mapped before the
// sandbox begins, so that what a killed one had noted can still be read.

#ifndef RACELAB_EXPLORE_STAGE_H
#define RACELAB_EXPLORE_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/sync/sync.h"
#include "harness/explore/replay/baton.h"
#include "harness/explore/step.h"
#include "harness/trial/rounds.h"

// One task, on lines of its own. Its own to write while it runs; the conductor's to read when all
// are at rest.
struct actor {
	uint32_t next;	/* where in the schedule its next step is looked for */
	bool standing;	/* at a step that the schedule does not have */
	bool over;	/* at its end; atomic */
	bool passing;	/* through a step that nobody waits for */
	struct step at; /* the step that it stands at or made last, or its end */
	char text[STEP_TEXT];
	unsigned steps; /* that it made while let go; atomic */
} __attribute__((aligned(APART)));

struct stage {
	struct baton baton;
	struct rounds rounds;
	struct actor actor[MOST_EXPLORED_TASKS];
	unsigned differs __attribute__((aligned(APART))); /* this round does; atomic */
	unsigned told;					  /* a difference was; atomic */
	char difference[256];				  /* the first one */
	int pin_error[MOST_EXPLORED_TASKS]; /* of each task, an errno value; 0: pinned */
	unsigned times, as_predicted;
	uint64_t deadline_ns; /* when the watchdog bites, by probe_now_ns */
	char why[256];	      /* why it could not be replayed at all; "": it could */
};

#endif
