// SPDX-License-Identifier: MIT

// Waiting for a semaphore, by threads and processes alike, but never for ever: whoever is to post
// it may have died.

#ifndef RACELAB_LABS_AWAIT_H
#define RACELAB_LABS_AWAIT_H

#include <errno.h>
#include <semaphore.h>
#include <stdbool.h>
#include <time.h>

#include "benches/sync/must.h"

// Returns false if nobody posted it for so long. By the wall clock, because ThreadSanitizer does
// not know sem_clockwait; a leap of that clock only changes how long a failure takes.
static inline bool await(sem_t *semaphore, unsigned most_s)
{
	struct timespec limit;
	int error;

	must_errno(clock_gettime(CLOCK_REALTIME, &limit));
	limit.tv_sec += most_s;
	do
		error = sem_timedwait(semaphore, &limit) < 0 ? errno : 0;
	while (error == EINTR);
	return error == 0;
}

#endif
