// SPDX-License-Identifier: MIT

// A witness, replayed: real threads or processes, each pinned to a PU of its own, run the program
// that was explored, and make their accesses one at a time, in the witness's order. The accesses
// are the machine's own; only who goes when is decided. So what was predicted is seen to happen,
// every time.
//
// Only sc can be replayed: its schedule is all that there is. When a store leaves its buffer (tso),
// or which of several writes a read takes (rc11), no program can decide: those are raced
// (measure.h).

#ifndef RACELAB_EXPLORE_REPLAY_H
#define RACELAB_EXPLORE_REPLAY_H

#include <stdbool.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"

enum {
	REPLAY_TIMES = 1000, /* when nothing else is asked for: a second */
};

struct replay {
	const struct program *program;	   /* open: its object is loaded anew */
	const struct behaviour *behaviour; /* in which the witness's nodes are */
	const struct wrong *wrong;	   /* what went wrong, and its witness */
	enum model model;		   /* under which */
	const struct task_kind *kind;	   /* threads or processes */
	unsigned times;			   /* 0: REPLAY_TIMES */
	const struct topology *topology;   /* whose PUs they are pinned to; this machine's */
};

struct replayed {
	unsigned times;	       /* how often it was replayed */
	unsigned as_predicted; /* how often each step was what it had to be, and the end, too */
	bool shared_pus;       /* there were more tasks than PUs */
	bool interrupted;      /* by Ctrl-C: fewer times than asked for */
	double seconds;
	char difference[256]; /* the first one, and where: one phrase; "": none */
};

// Replays it, in a sandbox (sandbox_init is due before). What counts as the predicted end: the
// outcome of a lost update; two tasks that stand inside, or at accesses that race; the same failed
// assertion, the same crash; and of a hang, that those who are left, let go, do not come to an end,
// however often they look (50 ms the first time, 2 ms each time after). Returns 0, also if it did
// not go as predicted; -1 with a user's complaint if it cannot be replayed (not sc, no witness, an
// endless task, processes that would have to share stacks), or a machine's.
int replay_run(const struct replay *replay, struct replayed *replayed, struct complaint *c);

#endif
