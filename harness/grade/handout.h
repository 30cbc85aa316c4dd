// SPDX-License-Identifier: MIT

// What students are handed: a folder with the text of an exercise, its header, the file to be
// written as far as it is, and a Makefile that needs racelab alone.

#ifndef RACELAB_GRADE_HANDOUT_H
#define RACELAB_GRADE_HANDOUT_H

#include "harness/complaint.h"
#include "harness/grade/exercise.h"

enum {
	HANDOUT_FILES = 4,
	HANDOUT_NAME = EXERCISE_NAME + 8,
};

// The names of its files: README.md, NAME.h, NAME.c, Makefile.
void handout_names(const struct exercise *exercise, char names[HANDOUT_FILES][HANDOUT_NAME]);

// Makes the folder, which may be there as long as none of these files is in it: what a student has
// written is never touched. Returns 0; -1 with a user's complaint that names the file that is in
// the way, or a machine's if it cannot be written; what was written of it is then removed.
int handout_make(const struct exercise *exercise, const char *folder, struct complaint *c);

#endif
