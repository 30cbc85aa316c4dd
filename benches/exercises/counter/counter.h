// SPDX-License-Identifier: MIT

// A counter that many tasks can add to at once, to be written in counter.c.

#ifndef COUNTER_H
#define COUNTER_H

#include <stddef.h>
#include <stdint.h>

enum {
	COUNTER_TASKS = 1000,	 /* at most */
	COUNTER_BYTES = 1 << 17, /* of a struct counter, at most: two lines of 64 for each task */
};

struct counter; /* yours: say in counter.c what is in it */

extern const size_t counter_bytes; /* sizeof(struct counter) */

// Before all else. All bytes of it are 0, it begins at a line of 64; the tasks have the numbers 0
// to nr_tasks - 1.
void counter_init(struct counter *counter, unsigned nr_tasks);

// Adds 1. A task calls it for itself alone: no two do it at once with the same number.
void counter_add(struct counter *counter, unsigned task);

// How much was added: all that this task has added, all that it has ever read, and of what others
// add just now perhaps a part. When all tasks have ended: all of it.
uint64_t counter_read(const struct counter *counter);

#endif
