// SPDX-License-Identifier: MIT

// What the files of this folder call each other for.

#ifndef RACELAB_EXPLORE_RUNTIME_H
#define RACELAB_EXPLORE_RUNTIME_H

#include <stdint.h>

#include "harness/explore/runtime/seam.h"
#include "harness/explore/step.h"

extern struct seam racelab_seam;

// The four of struct seam.
void *racelab_enter(void *top);
void racelab_resume(void);
void racelab_give_up(enum step_kind kind, const char *text);
void racelab_take_part(unsigned task, struct seam_range stack);

// Back to the host, until it lets the task run on.
void racelab_leave(void);

// Puts the registers on this stack, notes in *save where, and goes on where `load` was noted.
void racelab_switch(void **save, void *load);

// The task that runs, and its stack.
unsigned racelab_task(void);
const struct seam_range *racelab_stack(void);

// Where real tasks take turns: waits for this one's, which it then has to the end of it. A task
// that is to stop does not come back.
void racelab_turn_begin(struct step *step);
void racelab_turn_end(uint64_t value);
_Noreturn void racelab_turn_over(const struct step *end, const char *text);
void racelab_turn_inside(unsigned inside);

// What a task's stack begins with: runs the seam's entry, then stands at STEP_END for ever.
void racelab_enter_task(void);

// One access by the task that runs: returns what it read, or what was there before. `failure` is
// the order of a compare that fails, `expected` what it expects; `pc` is the caller's address.
uint64_t racelab_step(enum step_kind kind, enum step_operation operation, volatile void *address,
		      unsigned size, uint64_t operand, uint64_t expected, enum step_order order,
		      enum step_order failure, void *pc);

// The instruction behind this call reads, or writes, that place.
void racelab_read(volatile void *address, unsigned size, void *pc);
void racelab_announce(volatile void *address, unsigned size, void *pc);

// True if an access to it by this task is a step.
int racelab_is_shared(volatile void *address);

// The plain write that was announced last is done: only now is it known what it wrote.
void racelab_flush(void);

// The task ends here, with an assertion or a crash that `text` describes.
_Noreturn void racelab_end(enum step_kind kind, const char *text, void *pc);

// What a task has for itself, seen by nobody else.
struct own {
	int error;	 /* errno */
	unsigned robust; /* how many robust mutexes it holds */
};

struct own *racelab_own(void);

// A turn of a waiting loop has changed nothing. No step, but an end where no task runs that could
// ever change anything; else true. Not a call: its return address would stay behind where the next
// frame has a gap.
static inline int racelab_wait(void *pc)
{
	if (racelab_seam.mode == SEAM_DIRECT)
		racelab_end(STEP_CRASH, "waits, and no task runs that could end that", pc);
	return 1;
}

// The task's number, from 0; of program_init and program_outcome one that is no task's. As long as
// nobody asks for it, tasks that do the same are the same.
unsigned racelab_number(void);

// Somebody will ask.
void racelab_count_tasks(void);

// The task is done.
_Noreturn void racelab_end_task(void);

// In and out of the critical section; no step.
void racelab_inside(unsigned inside);

#endif
