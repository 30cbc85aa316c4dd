// SPDX-License-Identifier: MIT

// Other people's programs that explore calls: a compiler, nm, addr2line.

#ifndef RACELAB_EXPLORE_TOOL_H
#define RACELAB_EXPLORE_TOOL_H

#include <stdint.h>

// How much a tool may use on input that was made to harm. 0: as much as it likes.
struct tool_bounds {
	uint64_t wall_ns;			  /* all of it, with what it starts */
	uint64_t cpu_s, memory_bytes, file_bytes; /* each of its processes; each file */
	const char *folder; /* for its temporary files, as what is killed does not tidy up; NULL:
			       where it likes */
};

// Runs argv[] (found by PATH) in a sandbox, with standard output and standard error to these files;
// NULL: nowhere. Returns its exit status, 127 if there is no such program, or -1 if it did not end
// by itself.
int tool_run(char *const argv[], const char *output, const char *errors);

// The same within bounds, with nothing on standard input, and in English.
int tool_run_within(const struct tool_bounds *bounds, char *const argv[], const char *output,
		    const char *errors);

#endif
