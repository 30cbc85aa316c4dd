// SPDX-License-Identifier: MIT

// Misconception: a cleanup handler runs whatever happens. It runs when the thread ends or is
// cancelled; of a process that is killed nothing runs, no handler, no destructor, no finally. Its
// mutex stays locked, and there is nobody who could unlock it.

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

static void let_go(void *mutex)
{
	pthread_mutex_unlock(mutex);
}

int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument)
{
	int answer;

	pthread_mutex_lock(&guarded->mutex);
	pthread_cleanup_push(let_go, &guarded->mutex);
	answer = body(argument);
	pthread_cleanup_pop(1);
	return answer;
}
