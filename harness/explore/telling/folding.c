// SPDX-License-Identifier: MIT

#include "harness/explore/telling/folding.h"

#include <stdbool.h>

enum {
	SHORT = 60,	   /* steps of a witness of which all are shown */
	LONGEST_TURN = 8,  /* reads in a turn of a loop */
	FEWEST_FOLDED = 3, /* steps for which a line of their own is worth it */
};

static bool does_the_same(const struct event *one, const struct event *other)
{
	return one->task == other->task && one->node == other->node && one->read == other->read &&
	       !one->wrote && !other->wrote && !one->flush && !other->flush;
}

// How many steps from that one on are as those `turn` steps before them; whole turns.
static size_t repeated(const struct witness *witness, size_t step, size_t turn)
{
	const struct event *event = witness->event;
	size_t nr = 0;

	while (step + nr < witness->nr &&
	       does_the_same(&event[step + nr], &event[step + nr - turn]))
		nr++;
	return nr - nr % turn;
}

size_t folding_at(const struct witness *witness, size_t step)
{
	size_t nr;

	if (witness->nr <= SHORT)
		return 0;
	for (size_t turn = 1; turn <= LONGEST_TURN && turn <= step; turn++) {
		nr = repeated(witness, step, turn);
		if (nr >= FEWEST_FOLDED)
			return nr;
	}
	return 0;
}
