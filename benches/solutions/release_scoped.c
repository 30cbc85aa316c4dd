// SPDX-License-Identifier: MIT

// A lock that is bound to a scope, by the cleanup attribute: it is let go where the variable ends,
// by return or by the end of the thread.

#include "release.h"

#include <errno.h>
#include <pthread.h>

struct guarded {
	pthread_mutex_t mutex;
};

const size_t guarded_bytes = sizeof(struct guarded);

void guarded_init(struct guarded *guarded)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&guarded->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

static void let_go(pthread_mutex_t **mutex)
{
	pthread_mutex_unlock(*mutex);
}

int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument)
{
	__attribute__((cleanup(let_go))) pthread_mutex_t *held = &guarded->mutex;

	if (pthread_mutex_lock(held) == EOWNERDEAD)
		pthread_mutex_consistent(held);
	return body(argument);
}
