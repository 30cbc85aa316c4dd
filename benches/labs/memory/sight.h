// SPDX-License-Identifier: MIT

// What a task sees of a counter: its value, its address, and the page frame behind that address.

#ifndef RACELAB_LABS_MEMORY_SIGHT_H
#define RACELAB_LABS_MEMORY_SIGHT_H

#include <stdbool.h>
#include <stdint.h>

struct sight {
	uint64_t value;
	const void *address;
	uint64_t entry; /* of /proc/self/pagemap; 0: it could not be read */
};

struct sight sight_take(const uint64_t *counter);

// The number of the page frame; 0 if it is not known, as for all but root.
uint64_t sight_frame(const struct sight *sight);

// Whether parent and worker saw the same frame, as "yes" or "no"; "" if that is not known. Both
// must have been there while both looked.
const char *sight_same_frame(const struct sight *parent, const struct sight *worker,
			     bool worker_is_process);

#endif
