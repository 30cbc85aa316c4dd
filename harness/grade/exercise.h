// SPDX-License-Identifier: MIT

// The exercises: a folder each in benches/exercises, known by its rubric.ini.

#ifndef RACELAB_EXERCISE_H
#define RACELAB_EXERCISE_H

#include <limits.h>
#include <stddef.h>

#include "harness/complaint.h"

enum {
	MOST_EXERCISES = 32,
	EXERCISE_NAME = 32,
	EXERCISE_PATH = PATH_MAX + 64, /* room for a file of an exercise */
};

struct exercise {
	char name[EXERCISE_NAME];
	char folder[PATH_MAX]; /* benches/exercises/NAME */
	char root[PATH_MAX];   /* racelab's own files: harness/, benches/ */
};

// The names of all, in the order of the alphabet, below `root`. Returns how many, at most
// MOST_EXERCISES.
size_t exercise_names(const char *root, char names[MOST_EXERCISES][EXERCISE_NAME]);

// The one of that name. Returns 0, or -1 with a user's complaint that says what is like it.
int exercise_find(struct exercise *exercise, const char *name, const char *root,
		  struct complaint *c);

// Where its rubric is, if nobody names another. Returns path.
const char *exercise_rubric(const struct exercise *exercise, char path[EXERCISE_PATH]);

#endif
