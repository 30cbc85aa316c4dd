// SPDX-License-Identifier: MIT

// One side of a duet: an executable that serves (racelab serve), seen from whoever asks it.

#ifndef RACELAB_CONTENDER_H
#define RACELAB_CONTENDER_H

#include <jansson.h>
#include <signal.h>
#include <stdint.h>
#include <sys/types.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"
#include "harness/duet/line.h"
#include "harness/duet/protocol.h"
#include "harness/identity.h"
#include "harness/trial/plugin.h"

// How long one may take until it speaks: to load libraries, plug-ins and the topology. 10 s; tests
// have less patience.
extern uint64_t contender_hello_ns;

struct contender {
	const char *role; /* "BASE" or "HEAD", for complaints */
	const char *path; /* of its executable */
	const struct plugins *plugins;
	int ground_fd;
	struct identity identity; /* which file `path` was at the first start */
	unsigned nr_starts;	  /* this one included */
	pid_t pid;
	int to_fd;
	int said_fd; /* a file in memory: what it writes to standard error */
	int protocol;
	json_t *hello; /* what it said first, at its latest start that came so far */
	const volatile sig_atomic_t *interrupted;
	uint64_t patience_ns; /* for one answer: the window's, and more */
	struct line_reader from;
};

enum answer {
	ANSWER_GOOD,
	ANSWER_REFUSED,	    /* complaint: it cannot do this; the connection stays good */
	ANSWER_LOST,	    /* complaint: it has gone, is stuck, or does not speak the protocol */
	ANSWER_INTERRUPTED, /* the user wants to stop */
};

// A side that is not started: contender_stop has nothing to do.
void contender_init(struct contender *contender);

// Starts `path` and agrees on a protocol with it. It is in a process group of its own, and dies
// with us; `ground_fd` is its descriptor 3. Returns 0, or -1 with a user's complaint that begins
// with the role: no such file, not executable, no racelab, one without serve, another protocol.
// contender_stop is due in either case; until then `contender`, and what is given here, must stay
// where it is.
int contender_start(struct contender *contender, const char *role, const char *path,
		    const struct plugins *plugins, int ground_fd,
		    const volatile sig_atomic_t *interrupted, struct complaint *c);
void contender_stop(struct contender *contender);

// Ends one that was started, and leaves it ready for contender_restart; `hello` stays. Nothing to
// do if it has been ended already.
void contender_rest(struct contender *contender);

// Executes it anew, with all that it was started with at first. Returns 0, or -1 with a complaint
// as contender_start's, with the number of the start in it; besides, the executable may have been
// replaced by another one in between.
int contender_restart(struct contender *contender, struct complaint *c);

// Opens a case. If it cannot begin, the answer is good all the same and *row is why (crashed, hung
// or broken); otherwise row->outcome is empty.
enum answer contender_open(struct contender *contender, const struct row *axes,
			   const struct request *request, struct words *words, struct row *row,
			   struct complaint *c);

// One window of the case that is open. A row that is not ok has closed it.
enum answer contender_race(struct contender *contender, int64_t window, struct words *words,
			   struct row *row, struct complaint *c);

// Closes the case.
enum answer contender_close(struct contender *contender, struct complaint *c);

#endif
