// SPDX-License-Identifier: MIT

// Misconception: what stands behind a call runs when the call is over. Not if the call does not
// come back: body ends its thread, or is cancelled, or its process is killed, and the unlock is
// never reached.

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
	pthread_mutex_unlock(&guarded->mutex);
	return answer;
}
