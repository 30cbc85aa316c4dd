// SPDX-License-Identifier: MIT

// A child process in which something may crash, hang or corrupt its memory without harm: it runs in
// a process group of its own, dies with its parent, is killed with all its descendants when its
// time is up, and leaves no zombie behind.

#ifndef RACELAB_SANDBOX_H
#define RACELAB_SANDBOX_H

#include <signal.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/complaint.h"

enum sandbox_end_kind {
	SANDBOX_EXITED,	     /* by itself, with `status` */
	SANDBOX_SIGNALED,    /* by signal `status` */
	SANDBOX_TIMED_OUT,   /* killed by the watchdog */
	SANDBOX_INTERRUPTED, /* killed because *interrupted became true */
	SANDBOX_FAILED,	     /* never started: errno in `status` */
};

struct sandbox_end {
	enum sandbox_end_kind kind;
	int status;
	char said[512]; /* the first line it wrote to standard error; see sandbox_pass_on */
};

// Makes this process the one that reaps orphans of its sandboxes, and opens what sandboxes write
// their standard error to. Before the first sandbox_run; in a sandbox that wants sandboxes of its
// own, once more there. Returns 0, or an errno value.
int sandbox_init(void);

// The same; returns 0, or -1 with a machine's complaint.
int sandbox_prepare(struct complaint *c);

// Where all that sandboxes write to standard error is passed on to: our own (NULL, the default), or
// a stream that keeps it for later.
void sandbox_pass_on(FILE *to);

// Runs main(context) in a sandbox for at most timeout_ns; its return value is the exit status.
// `interrupted` (may be NULL) is set by the caller's signal handler, which must be installed
// without SA_RESTART for a signal that is blocked around this call (see harness/interrupt.h).
struct sandbox_end sandbox_run(int (*main)(void *context), void *context, uint64_t timeout_ns,
			       const volatile sig_atomic_t *interrupted);

// The same until *deadline_ns (by probe_now_ns), which is in shared memory: main may move it. It is
// looked at once a second.
struct sandbox_end sandbox_run_until(int (*main)(void *context), void *context,
				     const uint64_t *deadline_ns,
				     const volatile sig_atomic_t *interrupted);

#endif
