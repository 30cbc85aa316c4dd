// SPDX-License-Identifier: MIT

// Rounds: the same tasks race again and again, and sleep (futex) between two, so that somebody else
// can have their PUs. A trial of its own is a single round.

#ifndef RACELAB_ROUNDS_H
#define RACELAB_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/sync/sync.h"

struct rounds {
	unsigned nr_tasks;
	unsigned last;	    /* the number of the last round, from 1, if that is known */
	unsigned begun;	    /* rounds begun so far; a futex word */
	unsigned left;	    /* tasks that are still in this round */
	unsigned all_ended; /* how many rounds have ended; a futex word */
} __attribute__((aligned(APART)));

// In shared memory. With `once` there is one round, and it has begun.
void rounds_init(struct rounds *rounds, unsigned nr_tasks, bool once);

// For the conductor: begins the next round, in which every task is to take part; waits up to
// wait_ns for the end of the round begun last and returns whether it has ended; ends the series, so
// that waiting tasks go home.
void rounds_begin(struct rounds *rounds);
bool rounds_ended(struct rounds *rounds, uint64_t wait_ns);
void rounds_finish(struct rounds *rounds);

// For a task: waits until round number `round` begins and returns true, or false if there is none
// any more; and says that this task has ended its round.
bool rounds_enter(struct rounds *rounds, unsigned round);
void rounds_leave(struct rounds *rounds);

#endif
