// SPDX-License-Identifier: MIT

// The values that options and arguments can have, as far as they can be listed.

#ifndef RACELAB_CANDIDATES_H
#define RACELAB_CANDIDATES_H

#include <stdio.h>

// Prints the values of one option or argument. `of` is the option's name, or the command's for an
// argument; metavar is what --help calls the value: "DIR", "a|b|c". Nothing if they are not known.
void candidates_print(FILE *out, const char *of, const char *metavar, const char *typed);

#endif
