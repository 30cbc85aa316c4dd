// SPDX-License-Identifier: MIT

// A hash for tables in memory, 8 bytes at a time: multiply and fold, as wyhash does. No secret, and
// nothing that leaves the process depends on it.

#ifndef RACELAB_EXPLORE_HASH_H
#define RACELAB_EXPLORE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	/* odd constants without a pattern: the fractions of the golden ratio and of sqrt(3) */
	unsigned __int128 product =
	    (unsigned __int128)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xbb67ae8584caa73bu);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed)
{
	const unsigned char *p = bytes;
	uint64_t word;

	for (seed ^= size; size >= 8; p += 8, size -= 8) {
		memcpy(&word, p, 8);
		seed = hash_mix(seed, word);
	}
	word = 0;
	memcpy(&word, p, size);
	return hash_mix(seed, word);
}

#endif
