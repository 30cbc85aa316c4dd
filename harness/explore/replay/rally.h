// SPDX-License-Identifier: MIT

// The rally: where threads meet between two executions, a million times. The last to arrive has the
// place for itself, and then sends all off again: at a time by the clock, half a microsecond ahead.
// Who is told by a cache line that it may start is late by as long as that line takes (0.05 to 0.4
// us), and always behind the one that wrote it; the clock is the same for all.

#ifndef RACELAB_EXPLORE_RALLY_H
#define RACELAB_EXPLORE_RALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/sync/sync.h"

struct rally {
	unsigned nr_tasks;
	unsigned looks; /* before giving the PU up between any two */
	uint32_t arrived __attribute__((aligned(APART)));
	uint32_t start __attribute__((aligned(APART))); /* how many there have been */
	uint64_t start_ns;				/* when, by probe_now_ns */
};

// `shared_pus`: who waits gives its PU up at once, and there is no starting together.
void rally_init(struct rally *rally, unsigned nr_tasks, bool shared_pus);

// Arrives. True if all have, and this is the last: it sees all that the others did, and rally_go is
// due. Else it returns false when that was called, and sees what was done before it.
bool rally_arrive(struct rally *rally);
void rally_go(struct rally *rally);

// Waits for the time of the start.
void rally_line_up(const struct rally *rally);

// How many starts there have been, for a watchdog.
uint32_t rally_starts(const struct rally *rally);

#endif
