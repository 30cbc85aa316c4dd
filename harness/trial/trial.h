// SPDX-License-Identifier: MIT

// One trial: one case, executed once, in a sandbox, from placing its tasks to the finished row.

#ifndef RACELAB_TRIAL_H
#define RACELAB_TRIAL_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/plan/case.h"
#include "harness/trial/record.h"

// What is the same for all trials of a run.
struct bench {
	const struct topology *topology;
	const struct measuring *measuring;
	unsigned counters;			  /* counters_available() */
	double clock_ns;			  /* probe_clock_ns() */
	double turns_per_ns;			  /* probe_turns_per_ns() */
	double handicap;			  /* handicap_read() */
	const struct quota *quota;		  /* NULL: nobody asks whether it bites */
	const volatile sig_atomic_t *interrupted; /* set when the user wants to stop; may be NULL */
};

// Runs the case `spec` as trial number `position` of block `block` and fills in *record. `seed`
// decides all random choices within the trial. Returns 0, also when the trial crashed, hung or was
// broken (its row says so); 1 if it was interrupted, so that there is no row; -1 with a machine's
// complaint.
int trial_run(const struct bench *bench, const struct case_spec *spec, uint64_t seed,
	      struct record *record, struct complaint *c);

// What a series of trials is asked and tells, both within the sandbox: next() waits until there is
// to be another window and returns false if not; ended() takes the row of one that was ok.
struct series_calls {
	bool (*next)(void *context);
	void (*ended)(void *context, const struct record *record);
	void *context;
};

struct ground;

// Runs many trials of one case, by tasks that are started once, on `ground` (see arena.h; NULL:
// memory of its own). Returns 0 when next() or an interrupt ended it; 1 if a trial ended otherwise,
// or could not begin: *record then is its row, and the series is over; -1 with a complaint.
int trial_series(const struct bench *bench, const struct case_spec *spec, uint64_t seed,
		 const struct ground *ground, const struct series_calls *calls,
		 struct record *record, struct complaint *c);

#endif
