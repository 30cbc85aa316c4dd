// SPDX-License-Identifier: MIT

// A student's program under real tasks: for each window a child loads the linked object (frame and
// student's file), starts pinned tasks, which give away all rights (confine/confine.h), and lets
// them race. What it finds comes over memory that was mapped before; what it prints goes nowhere.
//
// sandbox_prepare (harness/trial/sandbox.h) is to have been called.

#ifndef RACELAB_GRADE_RACE_H
#define RACELAB_GRADE_RACE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/trial/tasks.h" // IWYU pragma: export (the kinds that can be asked for)

// What is asked for.
struct racing_asked {
	const char *object; /* FOLDER/raced.so: a path with a slash in it */
	const struct task_kind *kind;
	unsigned count;
	unsigned trials; /* windows, each from a zeroed room */
	uint64_t window_ns;
	uint64_t rounds;      /* at most, of each task in a window; 0: any number */
	uint64_t patience_ns; /* after the window's end: who is not done by then hangs; 0: 2 s */
	const struct topology *topology;
	const volatile sig_atomic_t *interrupted;
};

// What became of the trials.
struct raced {
	unsigned trials;  /* begun */
	unsigned good;	  /* nothing lost, nothing claimed, all came to their end */
	unsigned lossy;	  /* found something else than was done */
	unsigned claimed; /* a claim of the frame did not hold: `claim` is the first */
	unsigned crashed, hung, refused; /* refused: a system call that is not allowed */
	uint64_t done, lost; /* over all trials that ended; lost: the sum of |done - found| */
	double worst_share;  /* the largest share of a trial that was lost */
	char claim[160];
	char what[160];	 /* of the first that crashed, hung or was refused: "signal 11 (SIGSEGV)" */
	bool shared_pus; /* more tasks than PUs */
	double seconds;
};

// Runs the trials; stops at `enough` bad ones (0: goes on). Returns 0; 1 if interrupted; -1 with a
// machine's complaint (no pinning, no sandbox).
int race_run(const struct racing_asked *asked, unsigned enough, struct raced *raced,
	     struct complaint *c);

// The ratio of the student's rounds per second to the reference's, over pairs of neighbouring
// windows. Both sides are started anew for each window, so pairs are starts.
struct speed {
	double median, low, high; /* ratio, and its 95 % interval over pairs */
	unsigned pairs;
	double ns_per_round,
	    reference_ns_per_round; /* medians; of window_ns_per_round (window.h) */
	bool failed; /* the student's side crashed, hung or did nothing: `what`; no ratio then */
	char what[160];
};

// asked->trials pairs (0: 60). A reference that fails is a machine's complaint.
int race_speed(const struct racing_asked *asked, const char *reference, struct speed *speed,
	       struct complaint *c);

// First come, first served: one task holds the lock (frame_enter), others come one after the other,
// in an order that is drawn; then it lets go, and comes back at once, as the last one. Of each two
// tasks in a row: was who came before served before? Needs frame_enter and frame_leave.
struct order {
	unsigned rows, waiters; /* waiters: those that come, without who comes back */
	unsigned pairs,
	    kept;     /* of tasks in a row, in all rows; those served in the order they came */
	double share; /* kept / pairs. 1: first come, first served; 0.5: chance */
	bool failed;
	char what[160];
};

// asked->count tasks, 3 at least; `rows` times.
int race_order(const struct racing_asked *asked, unsigned rows, struct order *order,
	       struct complaint *c);

// Each fault of the frame (frame_fault_names): a task meets with it while it has the lock, then
// another is to do a round within patience_ns. "cancel" is for threads and "kill" for processes,
// whatever kind is asked for. asked->count and window_ns do not matter.
struct faults {
	unsigned nr;
	struct fault {
		char name[60];
		bool let_in;
		char what[160]; /* if not */
	} fault[8];
};

int race_faults(const struct racing_asked *asked, struct faults *faults, struct complaint *c);

// A server (frame_serve) and its clients: one says a part of its line, and the rest only when all
// others have had their answers.
struct served {
	unsigned clients, answered; /* those that are not slow; that got all their lines back */
	unsigned wrong;		    /* that got back something else than they had said */
	bool slow_answered;	    /* in the end */
	double slowest_ms;	    /* until the last of the others had its answers, or gave up */
	unsigned left_open;	    /* descriptors, after all had gone */
	bool ended;		    /* when it was told to stop */
	bool failed;		    /* it crashed or was refused something: `what` */
	char what[160];
};

// patience_ns is the clients', and then once more that of whoever waits for the server's end.
int race_serve(const struct racing_asked *asked, unsigned clients, struct served *served,
	       struct complaint *c);

#endif
