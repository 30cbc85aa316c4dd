// SPDX-License-Identifier: MIT

// Misconception: a function that one has to go through lets in one at a time. It does not: each
// task is in its own call of it, and all of them are in body at once.

#include "release.h"

struct guarded {
	unsigned nothing;
};

const size_t guarded_bytes = sizeof(struct guarded);

void guarded_init(struct guarded *guarded)
{
	(void)guarded;
}

int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument)
{
	(void)guarded;
	return body(argument);
}
