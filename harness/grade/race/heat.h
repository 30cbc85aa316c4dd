// SPDX-License-Identifier: MIT

// A heat: one window, in a child process of its own, so that nothing of an earlier one is left in
// any variable, on any heap, in any lock. The child (the conductor, ours) loads the object, maps a
// zeroed room, and starts members: the tasks, and a stage hand who runs what is done while all of
// them are at rest (frame_begin, frame_found). Members are threads or processes; only they run the
// student's code, and only once they have given away all rights. What each is to do, and that it
// has done it, goes over words in shared memory.
//
//     racelab --fork--> conductor --+-- task 0, 1, ...   pinned, confined
//        judges          a script   +-- stage hand       confined
//
// Threads share the conductor's memory, and so can write to what it reports; that is confined to
// numbers and short texts, all of which are held against what they can be.

#ifndef RACELAB_GRADE_HEAT_H
#define RACELAB_GRADE_HEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/grade/race/ending.h"
#include "harness/grade/race/loaded.h"
#include "harness/grade/race/race.h"
#include "harness/trial/gate.h"

enum {
	MOST_RACING = 256, /* tasks of a heat */
	MOST_FAULTS = 8,
};

// What a member can be asked for.
enum chore {
	CHORE_READY, /* pinned and confined: as it is started */
	CHORE_BEGIN, /* frame_begin */
	CHORE_FOUND, /* frame_found */
	CHORE_WORK,  /* frame_work, all together */
	CHORE_ROUND, /* one round of it */
	CHORE_HOLD,  /* enters, is inside until heat.let_go, leaves, and enters once more */
	CHORE_QUEUE, /* says so in heat.came, enters, notes that it was served, leaves */
	CHORE_FAULT, /* frame_fault */
};

// What was going on, if it ended before its time.
enum heat_phase {
	HEAT_PREPARES,
	HEAT_BEGINS,
	HEAT_RUNS,
	HEAT_SUMS_UP,
};

// One member's orders: how many were given, how many are done.
struct orders {
	unsigned given __attribute__((aligned(APART)));
	unsigned done;
	enum chore chore;
	int pin_error;
	uint64_t rounds; /* of its work */
	uint64_t start_ns, end_ns;
	uint64_t used_ns; /* meanwhile, of its PU's time */
	bool slept;	  /* meanwhile */
};

// In shared memory.
struct heat {
	struct orders orders[MOST_RACING + 1]; /* of tasks, then of the stage hand */
	struct gate gate;
	unsigned bell __attribute__((aligned(APART))); /* rung whenever something is done */
	unsigned stop __attribute__((aligned(APART)));
	unsigned begun __attribute__((aligned(APART))); /* tasks that work */
	enum heat_phase phase;
	bool complete;	 /* the script has come to its end */
	bool hung, died; /* a member did; status: the wait status of one that died */
	int status;
	int call;	   /* that was refused; -1: none */
	char why[512];	   /* it cannot be raced here; "": it can */
	unsigned nr_unmet; /* claims that did not hold; claim: the first one */
	char claim[160];
	uint64_t found;
	// for fairness
	unsigned came, let_go, nr_served;
	unsigned served[MOST_RACING + 1]; /* tasks, in that order */
	// for faults
	unsigned nr_faults, reached;
	char fault_name[MOST_FAULTS][60];
	bool shut_out; /* who came next did not get in */
};

struct conductor;

// One heat, as it is asked for.
struct heat_plan {
	const struct racing_asked *asked;
	const char *object;
	unsigned nr_tasks;
	bool processes;
	unsigned nr_pus, pus[MOST_RACING];	     /* tasks are pinned to, one after the other */
	uint64_t lasts_ns;			     /* the script, if all goes well, at most */
	uint64_t seed;				     /* where in memory it is loaded */
	void (*script)(struct conductor *conductor); /* in the child, when all are ready */
	const unsigned *order;			     /* for fairness: in which tasks come */
	unsigned fault;				     /* for faults */
	const char *fault_name;
	struct heat *heat;
};

// The conductor's own; a process that is a member has a copy.
struct conductor {
	const struct heat_plan *plan;
	struct heat *heat;
	struct loaded loaded;
	struct crew *crew;
	void *room;
	unsigned char *variables; /* shared: what frame_begin has left in them */
	unsigned excused;	  /* so many members, the first ones, may have ended */
};

// Prepares plan and memory for heats of what is asked for; heat_fini is due if it returns 0; else
// -1 with a complaint. The caller sets script, and lasts_ns, and what the script needs.
int heat_init(struct heat_plan *plan, const struct racing_asked *asked, struct complaint *c);
void heat_fini(struct heat_plan *plan);

// Runs one. sandbox_init was called. Returns 0; 1 if interrupted; -1 with a machine's complaint.
int heat_run(struct heat_plan *plan, struct ending *ending, struct complaint *c);

bool heat_shares_pus(const struct heat_plan *plan);
uint64_t heat_patience_ns(const struct racing_asked *asked);

#endif
