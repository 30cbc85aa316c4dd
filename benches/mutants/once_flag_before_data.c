// SPDX-License-Identifier: MIT

// Misconception: within the lock the order does not matter, as nobody sees what is between. Those
// who look without the lock do: the flag is set first, and they go on while the configuration is
// still being made. What says that something is done comes last.

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
		atomic_store_explicit(&once->made, true, memory_order_release);
		config_make();
	}
	pthread_mutex_unlock(&once->making);
}

const struct config *once_get(struct once *once)
{
	/* acquire: the word that it is made comes before what we read of it */
	if (!atomic_load_explicit(&once->made, memory_order_acquire))
		make(once);
	return &config;
}
