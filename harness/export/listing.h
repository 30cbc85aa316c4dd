// SPDX-License-Identifier: MIT

// The order in which people read a verdict, and how much of it: failures first, and of a rule that
// was broken a thousand times only a few.

#ifndef RACELAB_LISTING_H
#define RACELAB_LISTING_H

#include <stddef.h>

#include "harness/verdict/verdict.h"

struct listing {
	const struct judged **cases; /* all of them, the worst first */
	const struct finding **findings;
	size_t nr_findings;
	size_t more[NR_RULES]; /* of each rule: findings that are not among these */
};

// Lists at most `most` findings of each rule. Aborts without memory.
void listing_init(struct listing *listing, const struct verdict *verdict, size_t most);
void listing_fini(struct listing *listing);

#endif
