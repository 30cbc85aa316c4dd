// SPDX-License-Identifier: MIT

// The arena: all memory that the tasks of one trial share, mapped before the sandbox forks, so that
// an address means the same in every process and the controller can still read what a crashed trial
// had written. It is two mappings: the arena itself, where tasks are told what to do and say what
// they did, and the ground, where they race: cells, locks and holders.

#ifndef RACELAB_ARENA_H
#define RACELAB_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/machine/counters.h"
#include "harness/machine/probe.h"
#include "harness/plan/case.h"
#include "harness/trial/gate.h"
#include "harness/trial/rounds.h"

// What one task writes down at its end: on lines of its own, once.
struct tally {
	uint64_t ops;
	uint64_t start_ns, end_ns; /* of its loop */
	int pin_error;		   /* errno value; 0: pinned, or no pinning asked for */
	int ran_on;		   /* OS number of the PU it ran on; -1: unknown */
	unsigned char node;   /* the conductor's to set: what its strategy is told, if pinned */
	struct counts counts; /* in its window */
	struct turns turns;   /* of a lock around one counter, else zeros */
} __attribute__((aligned(APART)));

// What the conductor found out when all tasks had ended.
struct report {
	bool built;	 /* structure and locks are there, or were */
	bool complete;	 /* everything below and all tallies are there, and the locks ended */
	int task_status; /* wait status of a task that failed; 0: none did */
	char why[256];	 /* why tasks could not be started; "" if they could */
	struct observed observed;
	double error_mean, error_max; /* of readers, at the end; NaN without counters of its own */
	double error_flushed;	      /* after the strategy has brought them up to date */
	int64_t steal_ns;	      /* -1: not to be had */
	bool throttled;		      /* the CPU quota was used up meanwhile */
};

// Where the ground is to lie. Which lines of the machine's memory two tasks fight for can change
// their speed by 15 %, because each line has a home of its own in the last-level cache; so who
// compares two cases lets them race on the same ground.
struct ground {
	int fd;	       /* a file in memory, enlarged as needed; -1: memory of its own */
	size_t offset; /* a multiple of the page size */
};

struct arena {
	struct gate gate;
	struct rounds rounds;
	struct handoff handoff;
	unsigned stop __attribute__((aligned(APART)));
	double handoff_ns __attribute__((aligned(APART))); /* NaN: not measured */
	double spin_ns;
	struct report report;
	uint64_t deadline_ns; /* when the watchdog bites, by probe_now_ns */
	// where the rest of the mapping is, and the ground
	size_t bytes, ground_bytes;
	unsigned char *ground;
	struct extent extent;
	struct setup setup; /* its nodes: the conductor's to set before arena_build */
	uint64_t nr_guards, guard_bytes;
	struct tally *tallies;
	struct work *works;
	struct key *keys;     /* extent.keys for each task */
	uint32_t *samples_ns; /* nr_samples for each task */
	uint32_t nr_samples;  /* a power of two; 0: none are taken */
	unsigned char *cells, *guards, *holders;
	size_t holder_bytes; /* from one task's to the next one's */
};

// Maps the arena for a case, with room for nr_samples latencies of each task: laid out, nothing
// built in it yet; zeroed, but for what the file of `ground` (NULL: memory of its own) held before.
// NULL with a machine's complaint: too large, or no memory.
struct arena *arena_create(const struct case_spec *spec, uint32_t nr_samples,
			   const struct ground *ground, struct complaint *c);
void arena_destroy(struct arena *arena);

// Zeroes the ground: before arena_build, unless it is new.
void arena_clear(struct arena *arena);

// Builds structure, locks and holders, and each task's work. To be called in the sandbox, because
// a strategy's own code runs here. batch, ops, hold and think are the caller's to set.
void arena_build(struct arena *arena, const struct case_spec *spec);

// Ends the locks. Only when no task is running.
void arena_fini_locks(struct arena *arena, const struct case_spec *spec);

#endif
