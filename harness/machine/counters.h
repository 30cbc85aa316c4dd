// SPDX-License-Identifier: MIT

// What the kernel counts of one task during its window: CPU time, context switches, and by
// perf_event_open(2), where the machine and its settings allow it, migrations, cycles, instructions
// and cache misses. Virtual machines often have no hardware counters; those columns are then empty.

#ifndef RACELAB_COUNTERS_H
#define RACELAB_COUNTERS_H

#include <stdint.h>

enum counter {
	COUNTER_MIGRATIONS,
	COUNTER_CYCLES,
	COUNTER_INSTRUCTIONS,
	COUNTER_CACHE_MISSES,
	NR_COUNTERS,
};

// Opened for one task: file descriptors, -1 where there is none.
struct counters {
	int fd[NR_COUNTERS];
};

struct counts {
	uint64_t cpu_ns;
	int64_t voluntary, involuntary;
	int64_t counter[NR_COUNTERS]; /* -1: not to be had */
};

// Which counters this process may open: bit i for counter i. Tries each of them once.
unsigned counters_available(void);

// Opens those of `available` for the calling thread.
void counters_open(struct counters *counters, unsigned available);
void counters_close(struct counters *counters);

// The state of everything, for the calling thread. Two states and their difference make a window.
void counters_read(const struct counters *counters, struct counts *now);

// *end -= *begin, field by field; -1 stays -1.
void counts_since(struct counts *end, const struct counts *begin);

#endif
