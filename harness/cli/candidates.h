// SPDX-License-Identifier: MIT

// The values that options and arguments can have, as far as they can be listed.

#ifndef RACELAB_CANDIDATES_H
#define RACELAB_CANDIDATES_H

#include <stdio.h>

// What is being typed.
struct asking {
	const char *list; /* the finished items of a list, their last comma included; "" */
	const char *word; /* the beginning of the candidates wanted */
	FILE *out;
};

// Prints a candidate if it begins with what was typed and does not stand in the list already.
// summary may be NULL or "".
void candidates_offer(const struct asking *asking, const char *candidate, const char *summary);

// Prints the values of one option or argument. `of` is the option's name, or the command's for an
// argument; metavar is what --help calls the value: "DIR", "a|b|c". Nothing if they are not known.
void candidates_print(FILE *out, const char *of, const char *metavar, const char *typed);

#endif
