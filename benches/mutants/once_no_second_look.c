// SPDX-License-Identifier: MIT

// Misconception: who has the lock is the first. It is the first to have it now: others may have had
// it since the look, and have made it. Two tasks that both look before either has the lock make it
// one after the other. After a wait, what was known before it has to be looked at again.

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
	config_make();
	/* release: what was made comes before the word that it is */
	atomic_store_explicit(&once->made, true, memory_order_release);
	pthread_mutex_unlock(&once->making);
}

const struct config *once_get(struct once *once)
{
	/* acquire: the word that it is made comes before what we read of it */
	if (!atomic_load_explicit(&once->made, memory_order_acquire))
		make(once);
	return &config;
}
