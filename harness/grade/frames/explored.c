// SPDX-License-Identifier: MIT

// An exercise's frame as a program that can be explored: RACELAB_FRAME is its frame.c, compiled
// here so that what it says of struct room is known where the room is. The student's file is
// compiled apart and linked with it. Names of the frame's own end where this file's begin: no
// `room`, no `program_*`.

#include <stdbool.h>
#include <stdint.h>

#include "benches/exercises/frame.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/step.h"

#include RACELAB_FRAME

extern const unsigned program_tasks;
extern const unsigned long program_expected;

const unsigned program_tasks = EXPLORE_TASKS;
const unsigned long program_expected = (unsigned long)EXPLORE_TASKS * EXPLORE_OPS;

const bool frame_explored = true;

static unsigned char room[sizeof(struct room)] __attribute__((aligned(64)));

static const unsigned never = 0; /* nobody writes it, so to read it is no step */

void program_init(void);
void program_task(unsigned task);
unsigned long program_outcome(void);
void frame_fault_reached(void);

void frame_claim(bool holds, const char *what)
{
	if (!holds)
		racelab_end(STEP_ASSERT, what, __builtin_return_address(0));
}

void frame_inside(unsigned inside)
{
	racelab_inside(inside);
}

void frame_fault_reached(void)
{
}

void program_init(void)
{
	frame_begin(room, EXPLORE_TASKS);
}

void program_task(unsigned task)
{
	struct pace pace; /* clang would copy an initialiser byte by byte: 16 steps */

	pace.rounds = EXPLORE_OPS;
	pace.stop = &never;
	frame_work(room, task, &pace);
}

unsigned long program_outcome(void)
{
	uint64_t done[EXPLORE_TASKS];

	for (unsigned task = 0; task < EXPLORE_TASKS; task++)
		done[task] = EXPLORE_OPS;
	return frame_found(room, done, EXPLORE_TASKS);
}
