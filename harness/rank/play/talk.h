// SPDX-License-Identifier: MIT

// Messages between the ranks besides those of strategies, and how they are waited for: with MPI's
// own progress between two looks, and giving the PU up, as there may be more ranks than PUs.

#ifndef RACELAB_TALK_H
#define RACELAB_TALK_H

#include <stdint.h>

#include "benches/remote/remote.h"
#include "harness/rank/play/world.h"

enum talk_tag {
	TAG_ORDER = TAG_HARNESS, /* owner to all: a case as text; an empty one: the end */
	TAG_HERE,		 /* to the owner: ready to race, or why not */
	TAG_GO,			 /* owner to those who race: an int, 0: not this time */
	TAG_DONE,		 /* to the owner: what it did */
	TAG_OVER,		 /* owner to those who race: all have done */
	TAG_TIME,		 /* to the owner, and its answer: its clock */
	TAG_HANDOFF,		 /* between the first two that race */
};

// Waits for a message; takes it, of at most `bytes`. Returns its length.
int talk_await(const struct world *world, int from, int tag, void *message, int bytes);

// The same for a message that may be long in coming: looks only now and then. At most 1 MiB; on the
// heap, with a zero byte behind it.
char *talk_await_text(const struct world *world, int from, int tag);

// Sends what is small.
void talk_send(const struct world *world, int to, int tag, const void *message, int bytes);

// By how much the owner's clock is ahead of ours, in ns, and by how much that may be wrong: half of
// the quickest of some ways there and back (Cristian, Probabilistic Clock Synchronization, 1989). 0
// and 0 on the owner's host. The owner is to answer TAG_TIME meanwhile, by talk_tell_time.
void talk_ask_time(const struct world *world, int64_t *ahead_ns, uint64_t *bound_ns);
void talk_tell_time(const struct world *world, int to);

// The median time in ns of a message from task 0 to task 1, half of the way there and back. Both
// are to call it, and only task 0 gets it; NaN for task 1.
double talk_handoff_ns(const struct world *world, unsigned task);

#endif
