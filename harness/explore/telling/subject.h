// SPDX-License-Identifier: MIT

// What all that is told is about: one program, explored once.

#ifndef RACELAB_EXPLORE_SUBJECT_H
#define RACELAB_EXPLORE_SUBJECT_H

#include "harness/explore/found.h"

struct behaviour;
struct lines;

struct subject {
	const char *name;     /* a strategy's, or a file's */
	const char *exercise; /* that the file was handed in for: ops are its rounds; NULL: none */
	enum model model;
	unsigned tasks;
	unsigned ops; /* increments of each task; 0: a file, whose tasks do what they do */
	struct behaviour *behaviour;
	const struct lines *lines;
};

#endif
