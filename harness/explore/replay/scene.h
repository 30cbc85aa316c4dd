// SPDX-License-Identifier: MIT

// An explored program in the process that replays it: loaded, with its variables where all tasks
// share them, and a copy of them to begin anew from.

#ifndef RACELAB_EXPLORE_SCENE_H
#define RACELAB_EXPLORE_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/segments.h"
#include "harness/explore/runtime/seam.h"
#include "harness/explore/step.h"

struct scene {
	struct seam *seam;
	struct segments segments;
	unsigned char *stacks;	      /* of the tasks, one behind the other */
	unsigned char *initial;	      /* its variables after program_init */
	bool apart;		      /* stacks are partly shared, as in struct program */
	uint64_t moved, stacks_moved; /* how much further up all lies than where it was explored */
};

// Loads it; `share`: its variables are to be shared with processes that are forked from now on. No
// code of the program has run then. Returns 0, or -1 with the reason in `why`.
int scene_open(struct scene *scene, const struct program *program,
	       const struct behaviour *behaviour, bool share, char *why, size_t size);

// Runs its program_init, and keeps what that leaves. Returns as scene_open does.
int scene_init(struct scene *scene, const struct program *program, char *why, size_t size);

// All variables as they were in the beginning. While no task runs.
void scene_restore(struct scene *scene);

// The stack of a task, all zero.
struct seam_range scene_stack(const struct scene *scene, unsigned task);

// Runs program_outcome in the calling thread: what it returns, 0 without one. *end says how it
// ended: STEP_END, or an assertion or a crash, of which `text` (STEP_TEXT) says more.
uint64_t scene_outcome(struct scene *scene, struct step *end, char *text);

// Whether a value is the one that was found exploring: the same, or the same pointer.
bool scene_is_same(const struct scene *scene, uint64_t really, uint64_t explored);

// A place as struct place has it, from its address here.
uint64_t scene_explored(const struct scene *scene, uint64_t address);

// Whether the program has a variable there.
bool scene_has(const struct scene *scene, uint64_t address);

#endif
