// SPDX-License-Identifier: MIT

// What racelab explore was told to explore: one of racelab's own, a program in a file, or a file
// that a student handed in for an exercise. That one is hostile: it is screened, compiled and put
// into its frame as racelab grade does it, and confined like there when it runs.

#ifndef RACELAB_EXPLORE_CHOSEN_H
#define RACELAB_EXPLORE_CHOSEN_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/cli/explore_options.h"
#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/target.h"
#include "harness/explore/telling/schedule.h"
#include "harness/explore/telling/subject.h"
#include "harness/explore/weaken.h"
#include "harness/grade/exercise.h"
#include "harness/grade/submission/submission.h"

struct chosen {
	struct target target;	  /* of a student's file: its name and path alone */
	struct source source;	  /* with its tasks and increments or rounds */
	unsigned ops;		  /* 0: a file's own */
	bool models[NR_MODELS];	  /* under which it is to be explored */
	struct exercise exercise; /* without a name: none */
	struct submission submission;
};

// Finds it. What is not asked for is usual: of a student's file the models that the exercise's
// rubric wants it proved under, and the first tasks and rounds of that. Returns 0, or -1 with a
// user's complaint: there is no such thing, or it has no such bounds, or the file does not compile
// or breaks a rule (or a machine's: there is no compiler). chosen_close is due in any case.
int chosen_open(struct chosen *chosen, const struct explore_asked *asked, const char *root,
		struct complaint *c);

// The same by what a schedule says of its program.
int chosen_open_scheduled(struct chosen *chosen, const struct schedule *schedule, const char *root,
			  struct complaint *c);

void chosen_close(struct chosen *chosen);

// What is told of it, once it was compiled; under `model`.
struct subject chosen_subject(const struct chosen *chosen, struct bench *bench, enum model model);

// The command that races it, where no schedule can be forced: a program, or what was handed in for
// an exercise (NULL: none). Returns text.
const char *chosen_raced_by(const char *program, const char *exercise, char *text, size_t size);

#endif
