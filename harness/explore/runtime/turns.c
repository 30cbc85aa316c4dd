// SPDX-License-Identifier: MIT

// Real tasks that take turns. Each thread, or process, that is a task leaves its own stack for one
// laid out as the explored task's was, so that what lies on stacks lies at the same places; what
// the seam keeps for the one task that runs, each keeps for itself here.

#include <stdint.h>

#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/seam.h"
#include "harness/explore/step.h"

static __thread struct {
	unsigned task;
	struct seam_range stack;
	uint8_t inside;		  /* its critical section */
	void *own_stack, *stands; /* where the thread stands, and where it left the task */
} mine;

unsigned racelab_task(void)
{
	return racelab_seam.mode == SEAM_TURNS ? mine.task : racelab_seam.task;
}

const struct seam_range *racelab_stack(void)
{
	return racelab_seam.mode == SEAM_TURNS ? &mine.stack : &racelab_seam.stack;
}

// What was on the task's stack is never gone back to.
static _Noreturn void part(void)
{
	for (;;)
		racelab_switch(&mine.stands, mine.own_stack);
}

void racelab_take_part(unsigned task, struct seam_range stack)
{
	mine.task = task;
	mine.stack = stack;
	mine.inside = 0;
	racelab_switch(&mine.own_stack, racelab_enter((void *)(uintptr_t)stack.high));
}

void racelab_turn_begin(struct step *step)
{
	step->inside = mine.inside;
	if (!racelab_seam.turn_begin(mine.task, step))
		part();
}

void racelab_turn_end(uint64_t value)
{
	racelab_seam.turn_end(mine.task, value);
}

void racelab_turn_over(const struct step *end, const char *text)
{
	racelab_seam.turn_over(mine.task, end, text);
	part();
}

void racelab_turn_inside(unsigned inside)
{
	mine.inside = (uint8_t)inside;
}
