// SPDX-License-Identifier: MIT

// Misconception: one atomic exchange settles it. It does settle who makes it: exactly one task. But
// all others go on at once, as if it were made already, and read what is only half there. "Begun"
// and "done" are two things; the others have to wait for the second.

#include "once.h"

#include <stdatomic.h>
#include <stdbool.h>

struct once {
	atomic_bool begun;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	atomic_init(&once->begun, false);
}

const struct config *once_get(struct once *once)
{
	if (!atomic_exchange(&once->begun, true))
		config_make();
	return &config;
}
