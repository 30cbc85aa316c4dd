// SPDX-License-Identifier: MIT

// One side's rows as they come in.

#ifndef RACELAB_TAPE_H
#define RACELAB_TAPE_H

#include <stddef.h>

#include "harness/data/rows.h"

struct tape {
	struct rows rows; /* its words hold all that the rows say */
	size_t capacity;
};

// Both abort without memory.
void tape_init(struct tape *tape);
void tape_add(struct tape *tape, const struct row *row); /* whose words are tape->rows.words' */

void tape_fini(struct tape *tape);

#endif
