// Let go, whatever goes wrong.
//
// As it stands, it calls body and keeps nobody out. `make try` says what comes of that.

#include "release.h"

#include <pthread.h>

struct guarded {
	pthread_mutex_t mutex;
};

const size_t guarded_bytes = sizeof(struct guarded);

void guarded_init(struct guarded *guarded)
{
	(void)guarded;
}

int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument)
{
	(void)guarded;
	return body(argument);
}
