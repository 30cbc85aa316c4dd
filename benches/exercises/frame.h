// SPDX-License-Identifier: MIT

// What stands around a student's file: NAME/frame.c calls what NAME.h has students write, and knows
// what is to come of it. It is one source for all stages: explored (harness/grade/frames/
// explored.c), where each access is a step, and raced (harness/grade/race/), by real tasks.
//
// Frame and student's file are compiled apart, and only what NAME.h declares is seen of either: no
// name and no macro of the one reaches the other.

#ifndef RACELAB_FRAME_H
#define RACELAB_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FRAME_YOURS = 4096, /* bytes of a struct room that are the student's, as a rule */
};

// How long a task goes on: so many rounds, or until *stop is not 0, whichever is sooner.
struct pace {
	uint64_t rounds;
	const unsigned *stop;
};

static inline bool pace_goes_on(const struct pace *pace, uint64_t done)
{
	/* relaxed: when it is seen does not matter, and nothing hangs on it */
	return done < pace->rounds && !__atomic_load_n(pace->stop, __ATOMIC_RELAXED);
}

// --- What every frame.c defines.

// All that tasks share lies in one struct room of the frame's, zeroed, in memory that threads and
// processes have in common. What is the student's in it is an array of bytes that is called as the
// student's structure is: "struct room { unsigned char lock[FRAME_YOURS]; uint64_t counter; }" has
// room for a struct lock, and witnesses then know what its parts are called.
extern const size_t frame_room_bytes; /* sizeof(struct room) */

// Before any task. May frame_claim (that the student's structure fits).
void frame_begin(void *room, unsigned nr_tasks);

// What one task does: round after round, as the pace has it. Returns how many it did: that is what
// a lost update is counted against.
uint64_t frame_work(void *room, unsigned task, const struct pace *pace);

// When all tasks have ended: how many of the rounds, done[] by task, are found to have been done;
// equal to their sum if none was lost. What else is to hold it claims.
uint64_t frame_found(void *room, const uint64_t *done, unsigned nr_tasks);

// --- What some define besides; those that do not cannot be asked for the stage.

// For fairness: one entry into the critical section, and out of it.
void frame_enter(void *room, unsigned task);
void frame_leave(void *room, unsigned task);

// For faults: what goes wrong while a task has the lock, the last one NULL; and does the i-th of
// them. It may not come back. Two names say that it comes from outside: the task calls
// frame_fault_reached while it has the lock, and is gone.
//
//     "cancel"  that thread is cancelled                    always among threads
//     "kill"    that process is ended by SIGKILL            always among processes
//
// Task 0 is the one it happens to. Then task 1 is to do one round of frame_work, whatever it was;
// and frame_found is called for what it claims (done[] is of whole rounds, its result is not looked
// at).
extern const char *const frame_fault_names[];
void frame_fault(void *room, unsigned task, unsigned fault);

// For a server: serves clients of a TCP socket that listens, until *stop is not 0 and a client (who
// says nothing) has connected to wake it.
void frame_serve(int listener, const unsigned *stop);

// --- What frames may call.

// What is to hold; `what` says what is wrong if it does not: "an item was taken twice". The first
// that is wrong ends the exploration, and is counted by a race.
void frame_claim(bool holds, const char *what);

// The task is inside (1) its critical section, or no more (0): an exploration sees if two are.
void frame_inside(unsigned inside);

// In frame_fault: the task has the lock, and what comes from outside may come. Does not return if
// the fault is one of those.
void frame_fault_reached(void);

// True if each access is a step: then less is to be done.
extern const bool frame_explored;

#endif
