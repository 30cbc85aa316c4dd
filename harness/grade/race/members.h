// SPDX-License-Identifier: MIT

// The members of a heat, and what a script asks of them. What returns false has noted in the heat
// why it cannot go on.

#ifndef RACELAB_GRADE_MEMBERS_H
#define RACELAB_GRADE_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/grade/race/heat.h"

// Starts them, and waits until all are ready. Those that are processes have given away all rights;
// threads do so with the conductor.
bool members_start(struct conductor *conductor);

// Asks a member for something.
void members_ask(struct conductor *conductor, unsigned member, enum chore chore);

// Waits until `nr` members from `first` on have done all they were asked for, for at most wait_ns.
// members_await: who has not done it by then hangs; members_done_within: may go on.
bool members_done_within(struct conductor *conductor, unsigned first, unsigned nr,
			 uint64_t wait_ns);
bool members_await(struct conductor *conductor, unsigned first, unsigned nr, uint64_t wait_ns);

// Asks the stage hand, and waits for it.
bool members_stage(struct conductor *conductor, enum chore chore);

// Whether any member has ended, which none does by itself; heat.died is set then.
bool members_died(struct conductor *conductor);

// Sleeps for so long.
void members_nap(uint64_t ns);

#endif
