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

// In and out of the critical section; no step.
void racelab_inside(unsigned inside);

#endif
