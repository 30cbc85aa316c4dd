// SPDX-License-Identifier: MIT

// How many labs came out as the lecture says, which did not, and which could not be tried here.

#ifndef RACELAB_LAB_TALLY_H
#define RACELAB_LAB_TALLY_H

#include <stdbool.h>
#include <stdio.h>

#include "benches/labs/lab.h"

enum {
	TALLY_MOST = 64, /* labs */
};

struct tally_entry {
	const char *lab;
	bool came_out;
	char left_out[LAB_WORD_BYTES]; /* why; "" if it was not */
};

struct lab_tally {
	struct tally_entry entry[TALLY_MOST];
	size_t nr;
};

// Notes how a lab ended. `left_out` is why nothing of it could be tried, or NULL.
void lab_tally_add(struct lab_tally *tally, const struct lab *lab, bool came_out,
		   const char *left_out);

// One sentence with a newline: "14 labs: all came out as the lecture says", "14 labs: not spawn;
// the others came out as the lecture says", or where some were left out "12 of 14 labs came out as
// the lecture says, not spawn; python was left out: no python3 here".
void lab_tally_put(const struct lab_tally *tally, FILE *out);

#endif
