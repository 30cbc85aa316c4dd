// SPDX-License-Identifier: MIT

// What the ways of the lab `messages` are held against: the same system calls, in two processes on
// the same two PUs, in loops of nothing else. They know no deadline and count nothing; that a
// message was lost shows in the sum.

#ifndef RACELAB_HAND_MESSAGES_H
#define RACELAB_HAND_MESSAGES_H

#include <stdint.h>

#include "benches/labs/lab.h"

// What both processes hold; a way uses the descriptors, or the memory.
struct hand_line {
	int from, to;
	void *shared;
};

struct hand_way {
	const char *name; /* of the lab's way that it is the measure for */
	void (*open)(struct hand_line *line);
	void (*send)(const struct hand_line *line, uint64_t nr); /* 1, 2, ... nr, and 0 */
	uint64_t (*receive)(const struct hand_line *line); /* until 0; returns the sum of all */
	void (*close)(struct hand_line *line);
};

// The hand-written loops for a way of the lab; NULL if there are none.
const struct hand_way *hand_way_find(const char *name);

// Sends nr messages from this process to a child, each on a PU of its own as the lab pins them.
// Returns the time from the first one sent to the last one received, in ns. Ends the program if a
// call fails or the sum is not right.
uint64_t hand_count_ns(const struct lab_run *run, const struct hand_way *way, uint64_t nr);

#endif
