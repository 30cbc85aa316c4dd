// SPDX-License-Identifier: MIT

// POSIX has it: pthread_once.

#include "once.h"

#include <pthread.h>

struct once {
	pthread_once_t control;
};

const size_t once_bytes = sizeof(struct once);

void once_init(struct once *once)
{
	once->control = PTHREAD_ONCE_INIT;
}

const struct config *once_get(struct once *once)
{
	pthread_once(&once->control, config_make);
	return &config;
}
