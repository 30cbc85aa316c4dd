// SPDX-License-Identifier: MIT

// Misconception: who has seen that it is not made may make it. But to look is one step and to act
// is another: two tasks that look before either of them has made it both make it. The flag is
// atomic, and every look at it is right; what is between the look and the act is not protected.

#include "once.h"

#include <stdatomic.h>
#include <stdbool.h>

struct once {
	atomic_bool made;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	atomic_init(&once->made, false);
}

const struct config *once_get(struct once *once)
{
	if (!atomic_load(&once->made)) {
		config_make();
		atomic_store(&once->made, true);
	}
	return &config;
}
