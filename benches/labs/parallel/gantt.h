// SPDX-License-Identifier: MIT

// Workers that compute, and note by themselves when they ran: each looks at the clock every 10 us
// or so, and where more than a millisecond is missing, it did not run. Any clock does for that: no
// tracing, no privileges, and a virtual machine that was stopped shows as well.

#ifndef RACELAB_LABS_GANTT_H
#define RACELAB_LABS_GANTT_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/labs/parallel/big_lock.h"
#include "benches/labs/lab.h"

enum {
	GANTT_MAX_WORKERS = 8,
	GANTT_MAX_SPANS = 1024, /* of one worker; further ones are counted, but not kept */
};

struct gantt_span {
	uint64_t begin_ns, end_ns;
};

struct gantt_worker {
	uint64_t cpu_ns, ran_ns, state;
	struct gantt_span now; /* ends when it was last seen running */
	unsigned nr_spans;
	struct gantt_span spans[GANTT_MAX_SPANS];
};

// In memory that is shared with processes. The caller sets the first five.
struct gantt {
	bool processes; /* else threads */
	bool locked;	/* one at a time may compute, see big_lock.h */
	bool on_all;	/* PUs, worker i on the i-th; else all on the first */
	unsigned nr_workers;
	uint64_t nr_chunks;   /* of computation, each worker's */
	uint64_t interval_ns; /* the lock's */

	const struct lab_run *run;
	uint64_t start_ns;
	unsigned nr_starting;
	bool failed; /* a worker was killed */
	struct big_lock lock;
	struct gantt_worker workers[GANTT_MAX_WORKERS];
};

// CPU time of a chunk of computation, on the first PU.
double gantt_chunk_ns(const struct lab_run *run);

// Lets them compute, all at once.
void gantt_fill(struct gantt *gantt, const struct lab_run *run);

// From the first worker's begin to the last one's end; the longest there is if one failed.
uint64_t gantt_began_ns(const struct gantt *gantt);
uint64_t gantt_wall_ns(const struct gantt *gantt);

// Sums over the workers: CPU time, the time they saw themselves running, and how often they began
// to.
uint64_t gantt_cpu_ns(const struct gantt *gantt);
uint64_t gantt_ran_ns(const struct gantt *gantt);
unsigned gantt_nr_turns(const struct gantt *gantt);

#endif
