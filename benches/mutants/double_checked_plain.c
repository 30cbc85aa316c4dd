// SPDX-License-Identifier: MIT

// Misconception: the first look needs no care, as the second one has the lock. The flag is a plain
// bool here, read without the lock while another task writes it with the lock: a data race, which
// C11 leaves undefined. A compiler may move the look or tear it, and a machine may show the flag
// before the configuration.

#include "once.h"

#include <pthread.h>
#include <stdbool.h>

struct once {
	bool made;
	pthread_mutex_t making;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	once->made = false;
	pthread_mutex_init(&once->making, NULL);
}

static void make(struct once *once)
{
	pthread_mutex_lock(&once->making);
	if (!once->made) {
		config_make();
		once->made = true;
	}
	pthread_mutex_unlock(&once->making);
}

const struct config *once_get(struct once *once)
{
	if (!once->made)
		make(once);
	return &config;
}
