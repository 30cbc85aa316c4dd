// SPDX-License-Identifier: MIT

// Misconception: EOWNERDEAD is as good as 0. The lock is held, indeed; but who unlocks it without
// having said that what it protects is consistent again makes it unusable for good: everybody after
// him gets ENOTRECOVERABLE.

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

static void let_go(void *mutex)
{
	pthread_mutex_unlock(mutex);
}

int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument)
{
	int answer;

	answer = pthread_mutex_lock(&guarded->mutex);
	if (answer != 0 && answer != EOWNERDEAD)
		return answer;
	pthread_cleanup_push(let_go, &guarded->mutex);
	answer = body(argument);
	pthread_cleanup_pop(1);
	return answer;
}
