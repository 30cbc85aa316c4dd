// SPDX-License-Identifier: MIT

// A run by ranks, seen from its controller.
//
// Of the processes that mpiexec has started, each is a rank. Rank 0 forks the controller before it
// begins with MPI: the controller has the plan, the directory and the terminal, and knows nothing
// of MPI, so that it lives on when a rank dies and MPI ends all others. Rank 0 itself owns the
// counters and does not race; the others do.
//
//     controller                  rank 0                          ranks 1, 2, ...
//                                 {"mpi": {...}}
//     {"case": ..., "ops": ...}
//                                   the case, to each
//                                                                 ready
//                                   go
//                                                                 what each did
//                                 {"row": {...}}
//     {"end": true}
//                                   the end, to each
//                                 {"ended": true}                 (MPI_Finalize)

#ifndef RACELAB_RANKS_H
#define RACELAB_RANKS_H

#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/duet/line.h"
#include "harness/plan/plan.h"
#include "harness/rank/launch.h"

struct words;

struct ranks {
	struct launch launch;
	int fd;	     /* to rank 0; -1: none */
	pid_t owner; /* that process */
	const volatile sig_atomic_t *interrupted;
	const char *directory; /* for what is said of going on */
	json_t *facts;	       /* what run.json says of MPI; NULL: nothing is known yet */
	struct words *words;   /* of the rows */
	bool gone;	       /* some rank is: nothing more can be measured */
	struct line_reader from;
};

// Finds out how we were started, and gives every process its part: returns true in the one that is
// to be the controller, or the only one there is; false in all others after they have played
// theirs, with the exit status to end with. `asked`: ranks were asked for in so many words, which
// srun needs to be told from a job of many that each do something else. `ranks` begins zeroed.
bool ranks_begin(struct ranks *ranks, bool asked, int *status);

// How many can race: all but the owner of the counters.
unsigned ranks_racing(const struct ranks *ranks);

// Whether the plan can be carried out as we were started: ranks by mpiexec, all others without.
// Returns 0; -1 with a user's complaint that says what to run. *wanted becomes true if ranks race.
int ranks_check(const struct ranks *ranks, const struct plan *plan, bool *wanted,
		struct complaint *c);

// Waits until all ranks are there and have found MPI's atomic operations exact; fills in `facts`.
// Returns 0; 1 if it was interrupted; -1 with a machine's complaint.
int ranks_open(struct ranks *ranks, struct complaint *c);

// Has case `i` of the plan raced. *row is without block and position, and holds until ranks_fini.
// Returns 0, also when a rank died or hung (the row says so); 1 if it was interrupted; -1 with a
// machine's complaint: the ranks are gone.
int ranks_run(struct ranks *ranks, const struct plan *plan, size_t i, uint64_t seed,
	      struct row *row, struct complaint *c);

// Ends MPI, unless it has come to an end by itself, and notes in `facts` how it ended. Returns 0,
// or -1 if that took too long.
int ranks_end(struct ranks *ranks);

void ranks_fini(struct ranks *ranks);

#endif
