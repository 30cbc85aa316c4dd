// SPDX-License-Identifier: MIT

// A configuration that is made when it is first asked for, and once: to be written in once.c.

#ifndef ONCE_H
#define ONCE_H

#include <stddef.h>

// --- What there is.

// Plain data, all 0 until it is made.
struct config {
	unsigned port, workers, seconds;
};

extern struct config config;

// Makes it, which takes a while. To be called once, by one task.
void config_make(void);

// --- What you write.

struct once; /* yours: say in once.c what is in it; at most 4096 bytes */

extern const size_t once_bytes; /* sizeof(struct once) */

// Before all else. All bytes of it are 0.
void once_init(struct once *once);

// Returns &config when it has been made: whoever comes first has it made, whoever comes meanwhile
// waits, whoever comes later finds it. All tasks call this, as often as they like.
const struct config *once_get(struct once *once);

#endif
