// SPDX-License-Identifier: MIT

// With the lock every time: nothing to think about, and a lock for each look for as long as the
// program lives.

#include "once.h"

#include <pthread.h>
#include <stdbool.h>

struct once {
	pthread_mutex_t mutex;
	bool made;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	pthread_mutex_init(&once->mutex, NULL);
	once->made = false;
}

const struct config *once_get(struct once *once)
{
	pthread_mutex_lock(&once->mutex);
	if (!once->made)
		config_make();
	once->made = true;
	pthread_mutex_unlock(&once->mutex);
	return &config;
}
