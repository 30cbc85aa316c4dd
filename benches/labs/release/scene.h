// SPDX-License-Identifier: MIT

// The scene of the lab `release`: a few threads that count under one lock, and an unlucky one that
// meets a fault while it holds it. A critical section is guarded in one of four ways, and how is
// all that the sections differ in: bare, scoped, handler; robust is bare with another kind of
// mutex.

#ifndef RACELAB_RELEASE_SCENE_H
#define RACELAB_RELEASE_SCENE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum guard {
	GUARD_BARE,
	GUARD_SCOPED,
	GUARD_HANDLER,
	GUARD_ROBUST,
	NR_GUARDS,
};

enum fault {
	FAULT_RETURN,
	FAULT_LONGJMP,
	FAULT_EXIT,
	FAULT_CANCEL,
	FAULT_KILL,
	NR_FAULTS,
};

enum {
	SCENE_BUCKET_NS = 1000000,
	SCENE_MAX_BUCKETS = 4096,
	SCENE_MAX_OTHERS = 16,
};

// In memory shared with all that take part.
struct scene {
	enum guard guard;
	enum fault fault;
	unsigned nr_others;
	uint64_t before_ns;   /* until the unlucky one wants the lock */
	uint64_t held_ns;     /* from having it to the fault */
	uint64_t patience_ns; /* how long the others try from the fault on */

	pthread_mutex_t mutex;
	uint64_t begin_ns;
	uint64_t inside_ns; /* atomic; 0: it does not have the lock yet */
	uint64_t struck_ns; /* atomic; 0: no fault yet */
	uint64_t back_ns;   /* under the mutex: first locked by another after the fault; 0: never */
	bool owner_died;    /* under the mutex: with EOWNERDEAD */
	uint64_t counted[SCENE_MAX_BUCKETS]; /* under the mutex: increments, by ms since begin_ns */
};

// Plays it in a child process, which is gone afterwards with all it had. What the caller has not
// set (the lines from `mutex` on) must be zero.
void scene_play(struct scene *scene);

// --- For the sections ---------------------------------------------------------------------------

void scene_acquire(struct scene *scene);
void scene_release(struct scene *scene);

// Inside the section: goes on for held_ns, then the fault strikes. True if the fault is that the
// caller is now to return early; any other fault does not return.
bool scene_meets_fault(struct scene *scene);

void section_bare(struct scene *scene);
void section_scoped(struct scene *scene);
void section_handler(struct scene *scene);

#endif
