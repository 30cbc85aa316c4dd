// SPDX-License-Identifier: MIT

// Misconception: who returns on an error is out of it. It is out of the function, and the lock is
// still held: the early return goes past the unlock, and nobody comes in any more, not even the
// same task.

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

int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument)
{
	int answer;

	/* what it protects is body's: nothing of ours can be half done */
	if (pthread_mutex_lock(&guarded->mutex) == EOWNERDEAD)
		pthread_mutex_consistent(&guarded->mutex);
	answer = body(argument);
	if (answer != 0)
		return answer;
	pthread_mutex_unlock(&guarded->mutex);
	return answer;
}
