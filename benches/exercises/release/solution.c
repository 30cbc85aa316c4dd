// SPDX-License-Identifier: MIT

// The mutex is let go by a cleanup handler, which runs when body has returned, and when the thread
// ends in it or is cancelled. If its process is killed nothing of it runs: then the kernel marks
// the mutex, as it is a robust one, and whoever gets it next puts it right.

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

	/* what it protects is body's: nothing of ours can be half done */
	if (pthread_mutex_lock(&guarded->mutex) == EOWNERDEAD)
		pthread_mutex_consistent(&guarded->mutex);
	pthread_cleanup_push(let_go, &guarded->mutex);
	answer = body(argument);
	pthread_cleanup_pop(1);
	return answer;
}
