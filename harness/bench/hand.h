// SPDX-License-Identifier: MIT

// The loops that a kernel is held against: written by hand, with nothing but the operation.

#ifndef RACELAB_HAND_H
#define RACELAB_HAND_H

#include <stdint.h>

struct hand {
	const char *strategy; /* the one it is the measure for */
	// `stop` stays 0; only a loop that must be interrupted to be one looks at it.
	void (*loop)(uint64_t *counter, void *lock, const unsigned *stop, uint64_t ops);
};

// The hand-written loop for a strategy, or NULL if there is none.
const struct hand *hand_find(const char *strategy);

#endif
