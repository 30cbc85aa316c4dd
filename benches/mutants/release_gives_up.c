// SPDX-License-Identifier: MIT

// Misconception: a lock that returns an error is not held. EOWNERDEAD is the exception: the caller
// has the lock, and is told that its last owner died with it. Who returns at this point leaves it
// locked, like the one who died.

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
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&guarded->mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

static void let_go(void *mutex)
{
	pthread_mutex_unlock(mutex);
}

int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument)
{
	int answer;

	answer = pthread_mutex_lock(&guarded->mutex);
	if (answer != 0)
		return answer;
	pthread_cleanup_push(let_go, &guarded->mutex);
	answer = body(argument);
	pthread_cleanup_pop(1);
	return answer;
}
