// SPDX-License-Identifier: MIT

// Which PU each of a few tasks is pinned to: as trials are by default, compactly, one PU a task;
// with more tasks than PUs they wrap around.

#ifndef RACELAB_EXPLORE_PINS_H
#define RACELAB_EXPLORE_PINS_H

#include <stdbool.h>

#include "harness/complaint.h"
#include "harness/explore/step.h"
#include "harness/machine/topology.h"

struct pins {
	const struct topology *topology;
	unsigned pus[MOST_EXPLORED_TASKS]; /* OS numbers of those that are used */
	unsigned nr_pus;
};

// Returns 0, or -1 with a complaint.
int pins_choose(struct pins *pins, const struct topology *topology, struct complaint *c);

// Pins the calling thread as that task. Returns 0, or an errno value: also where it did not stay.
int pins_pin(const struct pins *pins, unsigned task);

// Whether some tasks share a PU.
bool pins_shared(const struct pins *pins, unsigned nr_tasks);

#endif
