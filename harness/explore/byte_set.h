// SPDX-License-Identifier: MIT

// A set of byte strings, each with a number in the order in which they came.

#ifndef RACELAB_EXPLORE_BYTE_SET_H
#define RACELAB_EXPLORE_BYTE_SET_H

#include <stddef.h>
#include <stdint.h>

struct byte_set {
	unsigned char *bytes; /* all strings, one behind the other */
	size_t nr_bytes, room;
	uint64_t *end;	/* of each, in bytes */
	uint32_t *slot; /* a hash table of 1 + number; 0: free */
	uint32_t nr, nr_slots;
};

void byte_set_init(struct byte_set *set);
void byte_set_fini(struct byte_set *set);

// The number of that string, which is added if it is not there. UINT32_MAX without memory.
uint32_t byte_set_add(struct byte_set *set, const unsigned char *bytes, size_t size);

// The same, without adding it; UINT32_MAX: it is not there.
uint32_t byte_set_find(const struct byte_set *set, const unsigned char *bytes, size_t size);

const unsigned char *byte_set_get(const struct byte_set *set, uint32_t number, size_t *size);

// What it holds, in bytes.
size_t byte_set_memory(const struct byte_set *set);

#endif
