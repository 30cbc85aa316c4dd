// SPDX-License-Identifier: MIT

// Other people's programs that explore calls: a compiler, nm, addr2line.

#ifndef RACELAB_EXPLORE_TOOL_H
#define RACELAB_EXPLORE_TOOL_H

// Runs argv[] (found by PATH) in a sandbox, with standard output and standard error to these files;
// NULL: nowhere. Returns its exit status, 127 if there is no such program, or -1 if it did not end
// by itself.
int tool_run(char *const argv[], const char *output, const char *errors);

#endif
