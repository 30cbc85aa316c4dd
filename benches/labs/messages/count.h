// SPDX-License-Identifier: MIT

// Counting to N by messages from one process to another, for the lab `messages`.

#ifndef RACELAB_LABS_MESSAGES_COUNT_H
#define RACELAB_LABS_MESSAGES_COUNT_H

#include <stdint.h>

#include "benches/labs/lab.h"

struct way;

// One count to N.
struct count {
	uint64_t messages, elapsed_ns, calls, switches;
	int64_t lost;
	int64_t sum_off; /* the sum of what arrived, less the sum of what was sent */
};

// Counts to the option n, for as long as the option most gives to a round. Returns 0, or an errno
// value: this machine does not have that way.
int messages_count(struct lab_run *run, const struct way *way, struct count *count);

#endif
