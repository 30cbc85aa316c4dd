// SPDX-License-Identifier: MIT

// Which line of source each access of a program's text is.

#ifndef RACELAB_EXPLORE_LINES_H
#define RACELAB_EXPLORE_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/behaviour.h"

// Where nothing is known, the number is 0 and all else is "".
struct line {
	char *file; /* as a person would name it */
	unsigned number;
	char *function;
	char *text; /* of that line, without the space around it */
};

struct lines {
	struct line *line; /* of each site */
	uint32_t nr;
};

// Asks addr2line for all sites at once; `root` is where racelab's own files are, which are named
// from there. Of a chain of inlined functions it is the innermost that says something: racy_load is
// as little of an answer as the runtime is. What is not known (no addr2line, no debug information,
// no memory) is left empty. Needs sandbox_init; lines_fini is due.
void lines_load(struct lines *lines, const struct behaviour *behaviour, const char *root);
void lines_fini(struct lines *lines);

// The line of a site, which may be one that came later than lines_load: then nothing is known of
// it.
const struct line *lines_at(const struct lines *lines, uint32_t site);

// True if both are the same line, or one of them is not known.
bool line_is(const struct line *one, const struct line *other);

#endif
