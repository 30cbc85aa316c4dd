// SPDX-License-Identifier: MIT

// Who has to do with what goes wrong at the end of a witness, and where they stand then. What a
// search notes of a wrong is of any tasks that can do the same; here it is those of the witness.

#ifndef RACELAB_EXPLORE_CONCERNED_H
#define RACELAB_EXPLORE_CONCERNED_H

#include <stddef.h>
#include <stdint.h>

#include "harness/explore/step.h"
#include "harness/explore/telling/trace.h"

#define NOT_YET SIZE_MAX /* the step of a deed that its task has not done */

struct concerned {
	unsigned nr;
	struct {
		unsigned task;
		uint32_t node;
		size_t step; /* of that node's deed, or NOT_YET */
	} who[MOST_EXPLORED_TASKS];
};

// Two who are inside or race; all who wait; the one whose end it is. None for a lost update.
void concerned_find(struct concerned *concerned, const struct trace *trace);

#endif
