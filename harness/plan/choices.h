// SPDX-License-Identifier: MIT

// An axis's list of values, read: what plan.c combines into cases. Internal to this room.

#ifndef RACELAB_CHOICES_H
#define RACELAB_CHOICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"

// One value of an axis; which member holds follows from the axis.
struct choice {
	union {
		const struct structure *structure;
		struct {
			const struct strategy *strategy;
			uint64_t parameter;
		};
		const struct task_kind *task;
		uint64_t number; /* count, slots, readers, hold and think (ns) */
		size_t place;	 /* index into the plan's places */
		struct pattern pattern;
		struct granularity granularity;
	};
	bool named; /* strategy: given by its own name, not by a class, `all` or default */
};

struct choices {
	struct choice *choice;
	size_t nr;
};

// Appends what `given` lists for `axis` (the axis's default, if it is not given) to choices; places
// are added to the plan's, and must exist on this machine. What is default, and how many "max" are,
// depends on what races: `ranks` of them (of several machines), or, where that is NULL, threads and
// processes of `t`. Returns 0, or -1 with a complaint that begins with where it was given;
// choices_fini is due in either case.
int choices_read(struct choices *choices, enum axis axis, const struct given *given,
		 struct plan *plan, const struct topology *t, const unsigned *ranks,
		 struct complaint *c);

void choices_fini(struct choices *choices);

#endif
