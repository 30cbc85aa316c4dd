// SPDX-License-Identifier: MIT

// What a shell asks when a word is to be completed, and offering it a candidate.

#ifndef RACELAB_ASKING_H
#define RACELAB_ASKING_H

#include <stdio.h>

// What is being typed.
struct asking {
	const char *list; /* the finished items of a list, their last comma included; "" */
	const char *word; /* the beginning of the candidates wanted */
	FILE *out;
};

// Prints a candidate if it begins with what was typed and does not stand in the list already.
// summary may be NULL or "".
void asking_offer(const struct asking *asking, const char *candidate, const char *summary);

#endif
