// SPDX-License-Identifier: MIT

// A program that is started, listened to line by line, and ended when its time is up: for the lab
// `python`, which cannot know what a python3 on somebody's PATH really is.

#ifndef RACELAB_LABS_PYTHON_TALK_H
#define RACELAB_LABS_PYTHON_TALK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define TALK_NO_PROGRAM 127 /* exit status, as a shell has it */

struct talk {
	pid_t child;
	int from;
	uint64_t deadline_ns;
	size_t late; /* bytes read after it */
};

// Starts argv[0], looked for in PATH if it has no slash, with nothing to read. talk_end is due, and
// kills it if it lives past most_ns from now.
void talk_begin(struct talk *talk, const char *const *argv, uint64_t most_ns);

// The next line that it writes, to standard output or error, without newline and cut to fit.
// Returns false at the end of what it writes, or of its time.
bool talk_line(struct talk *talk, char *line, size_t bytes);

// Its wait status.
int talk_end(struct talk *talk);

#endif
