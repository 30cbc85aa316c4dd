// SPDX-License-Identifier: MIT

// Tasks that are asleep until woken, at a condition or a futex: one word says how many are, and how
// many of them may leave. Any of those who were asleep at a wake-up may be one whom it wakes, and
// nobody who comes later: so who comes waits until those who were woken have left, which nothing
// keeps them from. Nobody wakes up without having been woken.
//
// The word is 0 when nobody is there. Its upper bits are for who uses it: the same for all who are
// there at a time.

#ifndef RACELAB_EXPLORE_SLEEPERS_H
#define RACELAB_EXPLORE_SLEEPERS_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/explore/step.h"

enum {
	SLEEPERS_WOKEN = 1 << 0,  /* 4 bits: so many may leave; there are at most 8 tasks */
	SLEEPERS_ASLEEP = 1 << 4, /* 4 bits: so many are there */
	SLEEPERS_COMING = 1 << 8, /* somebody is about to fall asleep, or not: all others wait */
	SLEEPERS_FOR = 12,	  /* the first of the upper bits; those between are 0 */
};

// One more comes, and is SLEEPERS_ASLEEP or SLEEPERS_COMING, once nobody else comes or leaves.
// Returns what was there.
uint32_t sleepers_come(uint32_t *word, uint32_t upper, uint32_t as, enum step_order order,
		       void *pc);

// Who is asleep leaves once woken; returns true then. Who is `timed` leaves anyway.
bool sleepers_leave(uint32_t *word, uint32_t upper, bool timed, enum step_order order, void *pc);

// Wakes up to `most` of those who are asleep. Returns how many.
uint32_t sleepers_wake(uint32_t *word, uint32_t upper, uint32_t most, enum step_order order,
		       void *pc);

#endif
