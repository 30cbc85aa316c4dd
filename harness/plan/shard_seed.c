// SPDX-License-Identifier: MIT

// The seed that shards have in common without talking to each other: a digest (SHA-256, by nettle)
// of what they all know, cut to as many bits as every JSON reader keeps exact.

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <nettle/sha2.h>

#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/plan/shard.h"

enum {
	SEED_BITS = 53, /* what a double holds */
};

/* with the zero at its end, so that "a", "bc" and "ab", "c" are not the same */
static void add(struct sha256_ctx *digest, const char *text)
{
	sha256_update(digest, strlen(text) + 1, (const uint8_t *)text);
}

static void add_settings(struct sha256_ctx *digest, const struct measuring *m)
{
	char text[160];

	snprintf(text, sizeof text,
		 "window %" PRIu64 " ops %" PRIu64 " blocks %" PRIu64 " latency %" PRIu64
		 " timeout %" PRIu64,
		 m->window_ns, m->ops, m->blocks, m->latency, m->timeout_ns);
	add(digest, text);
}

uint64_t shard_seed(const struct plan *plan, const char *run)
{
	uint8_t bytes[sizeof(uint64_t)];
	struct sha256_ctx digest;
	char name[8192];
	uint64_t seed = 0;

	sha256_init(&digest);
	add(&digest, run);
	add_settings(&digest, &plan->measuring);
	for (size_t i = 0; i < plan->nr_cases; i++)
		add(&digest, case_format(&plan->cases[i], name, sizeof name));
	sha256_digest(&digest, sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) /* one by one: the same on any machine */
		seed = seed << 8 | bytes[i];
	return seed >> (64 - SEED_BITS);
}
