// SPDX-License-Identifier: MIT

// The lines of source at which tasks can stand, with a few around them, so that a page can show
// where each task is.

#ifndef RACELAB_EXPLORE_SOURCE_H
#define RACELAB_EXPLORE_SOURCE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/telling/subject.h"

struct source_line {
	const char *file; /* as struct line's */
	unsigned rank;	  /* of the file, in the order in which they are met */
	unsigned number;
};

struct source_lines {
	const struct subject *subject;
	const char *root;
	struct source_line *line; /* by rank, then by number */
	size_t nr;
	unsigned nr_files;
};

// Of a program that was explored; `root` is where racelab's own files are. What cannot be read has
// no lines. source_fini is due.
void source_find(struct source_lines *source, const struct subject *subject, const char *root);
void source_fini(struct source_lines *source);

// The number of the line of what a task does at a node among them; -1: not known.
int source_line_of(const void *source, uint32_t node);

// All of them: [[file, number, text]].
json_t *source_json(const struct source_lines *source);

#endif
