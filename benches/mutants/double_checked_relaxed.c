// SPDX-License-Identifier: MIT

// Misconception: atomic is atomic, whatever the order. A relaxed flag is never torn and never lost,
// but it says nothing of the configuration: one who sees it set may still read what was there
// before. x86 does not show it; arm64 may, and a compiler may on either.

#include "once.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct once {
	atomic_bool made;
	pthread_mutex_t making;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	atomic_init(&once->made, false);
	pthread_mutex_init(&once->making, NULL);
}

static void make(struct once *once)
{
	pthread_mutex_lock(&once->making);
	/* relaxed: who made it had the lock before us */
	if (!atomic_load_explicit(&once->made, memory_order_relaxed)) {
		config_make();
		atomic_store_explicit(&once->made, true, memory_order_relaxed);
	}
	pthread_mutex_unlock(&once->making);
}

const struct config *once_get(struct once *once)
{
	if (!atomic_load_explicit(&once->made, memory_order_relaxed))
		make(once);
	return &config;
}
