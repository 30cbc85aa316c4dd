// SPDX-License-Identifier: MIT

// The baton: of all tasks only the one that has it makes its access, and then passes it on, in the
// order of a schedule. Tasks that have no turn left come to rest, until whoever conducts them says
// that they may go on as they like, one access at a time, or are to stop.
//
// A task waits for the baton by looking (a cache line is handed on in 0.1 us), then in the kernel,
// so that one without a PU gets one. All of it is in shared memory, for threads and processes.

#ifndef RACELAB_EXPLORE_BATON_H
#define RACELAB_EXPLORE_BATON_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "benches/sync/sync.h"

struct baton {
	unsigned nr_tasks;
	unsigned looks;				       /* before sleeping */
	uint32_t turn __attribute__((aligned(APART))); /* a step's number, or below; a futex word */
	uint32_t sleepers;			       /* who wait for another turn */
	uint32_t resting __attribute__((aligned(APART))); /* how many tasks have no turn left */
	uint32_t at_rest;    /* 1: all of them, or stopped; a futex word */
	pthread_mutex_t one; /* of those who go on as they like */
};

// `shared_pus`: looking only keeps others from running.
void baton_init(struct baton *baton, unsigned nr_tasks, bool shared_pus);

// For the conductor, while no task runs: the next turn is step 0's.
void baton_begin(struct baton *baton);

// For a task: waits until it is the turn of step number `step`; false if all are to stop. After
// true, baton_pass gives the turn to the next number.
bool baton_take(struct baton *baton, uint32_t step);
void baton_pass(struct baton *baton);

// The step whose turn it is, for telling; UINT32_MAX: none.
uint32_t baton_turn(const struct baton *baton);

// A task has no turn left: once a task. baton_rest returns when the conductor has decided: true if
// it may go on, false if it is to stop.
void baton_done(struct baton *baton);
bool baton_rest(struct baton *baton);

// One access of a task that goes on: false if it is to stop. After true, baton_free_end is due.
bool baton_free_begin(struct baton *baton);
void baton_free_end(struct baton *baton);

// For the conductor: waits up to wait_ns for all tasks to be at rest, or one to have said stop.
// Returns whether they are.
bool baton_at_rest(struct baton *baton, uint64_t wait_ns);

// All may go on; all are to stop, where they stand (anyone may say that).
void baton_let_go(struct baton *baton);
void baton_stop(struct baton *baton);

#endif
