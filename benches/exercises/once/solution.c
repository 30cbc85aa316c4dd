// SPDX-License-Identifier: MIT

// Double-checked: a look without the lock, which is all that it takes once it is made; then, with
// the lock, a second one, as somebody may have been faster.

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
		/* release: what was made comes before the word that it is */
		atomic_store_explicit(&once->made, true, memory_order_release);
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
