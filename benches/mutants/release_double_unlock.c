// SPDX-License-Identifier: MIT

// Misconception: better to unlock once too often. On an error the lock is let go by who handles it,
// and again at the end: between the two somebody else may have come in, and is now inside without a
// lock.

#include "release.h"

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
	pthread_mutex_init(&guarded->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument)
{
	int answer;

	pthread_mutex_lock(&guarded->mutex);
	answer = body(argument);
	if (answer != 0)
		pthread_mutex_unlock(&guarded->mutex);
	pthread_mutex_unlock(&guarded->mutex);
	return answer;
}
