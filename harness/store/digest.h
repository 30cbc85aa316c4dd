// SPDX-License-Identifier: MIT

// SHA-256 (nettle) as text, of a file's beginning and of a list of facts.

#ifndef RACELAB_STORE_DIGEST_H
#define RACELAB_STORE_DIGEST_H

#include <nettle/sha2.h>
#include <stdint.h>

#include "harness/complaint.h"

enum {
	DIGEST_TEXT = 2 * SHA256_DIGEST_SIZE + 1,
};

// Enters a text with its end, so that "ab", "c" is not "a", "bc"; NULL is "".
void digest_enter(struct sha256_ctx *of, const char *text);

// In hexadecimal. The context is not used up: more may follow.
void digest_text(const struct sha256_ctx *of, char text[DIGEST_TEXT]);

// Of the first `bytes` of a file, and on the way of its first `part` bytes, at most all of them.
// Returns 0, or -1 with a machine's complaint.
int digest_file(const char *path, uint64_t bytes, char whole[DIGEST_TEXT], uint64_t part,
		char first[DIGEST_TEXT], struct complaint *c);

#endif
