// SPDX-License-Identifier: MIT

// Probes of the machine's state, taken beside each trial: on a shared or virtual machine the same
// loop runs at speeds that differ by a factor of four, and these say which machine it was this
// time.

#ifndef RACELAB_PROBE_H
#define RACELAB_PROBE_H

#include <stdint.h>

#include "benches/sync/sync.h"

// ns since some fixed point, the same for all tasks of a machine (CLOCK_MONOTONIC).
uint64_t probe_now_ns(void);

// ns of CPU time the calling thread has used.
uint64_t probe_cpu_ns(void);

// How long a fixed computation (20,000 dependent multiplications, in registers) takes here and now,
// in ns: the smallest of three goes, so that one interrupt does not count.
double probe_spin_ns(void);

// Turns of pause_turns (benches/structure/loop.h) a nanosecond holds. Takes a few ms.
double probe_turns_per_ns(void);

// What timing one increment costs by itself: the median ns between two readings of the clock with
// nothing in between.
double probe_clock_ns(void);

// A cache line that two tasks pass to each other, in shared memory, zeroed.
struct handoff {
	uint64_t turn __attribute__((aligned(APART)));
};

// Called by two tasks at the same time, with side 0 and 1: they pass the line to and fro, and side
// 0 returns the median time in ns of one passage (half a round trip). Side 1 returns NaN, and so do
// both if the other did not answer within 2 ms.
double probe_handoff_ns(struct handoff *handoff, unsigned side);

// ns the hypervisor has taken from the PUs with these OS numbers since boot (steal of /proc/stat,
// in steps of a clock tick), each PU counted once; -1 if that is not to be had.
int64_t probe_steal_ns(const unsigned *pus, unsigned nr_pus);

#endif
