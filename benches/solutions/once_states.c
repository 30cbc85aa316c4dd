// SPDX-License-Identifier: MIT

// No lock at all: one word that says how far it is. A compare-and-swap chooses who makes it; all
// others wait for the word to say that it is done.

#include "once.h"

#include <sched.h>
#include <stdatomic.h>

enum {
	NOT_MADE,
	BEING_MADE,
	MADE,
};

struct once {
	atomic_int state;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	atomic_init(&once->state, NOT_MADE);
}

const struct config *once_get(struct once *once)
{
	int expected = NOT_MADE;

	/* relaxed: chooses who makes it, and says nothing of what is made */
	if (atomic_compare_exchange_strong_explicit(&once->state, &expected, BEING_MADE,
						    memory_order_relaxed, memory_order_relaxed)) {
		config_make();
		/* release: what was made comes before the word that it is */
		atomic_store_explicit(&once->state, MADE, memory_order_release);
	}
	/* acquire: the word that it is made comes before what we read of it */
	while (atomic_load_explicit(&once->state, memory_order_acquire) != MADE)
		sched_yield();
	return &config;
}
