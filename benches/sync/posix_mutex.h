// SPDX-License-Identifier: MIT

// A POSIX mutex, set up with the attributes that a strategy chooses; process-shared where tasks are
// processes. The mutex strategies differ in their attributes, and in what they do when locking
// fails; this is what they have in common.

#ifndef RACELAB_POSIX_MUTEX_H
#define RACELAB_POSIX_MUTEX_H

// The mutex strategies have these from here.
#include <pthread.h> // IWYU pragma: export

#include "benches/sync/must.h"	    // IWYU pragma: export
#include "benches/sync/no_holder.h" // IWYU pragma: export
#include "benches/sync/sync.h"

struct lock {
	pthread_mutex_t mutex;
};

// The strategy's own: sets the attributes that make it what it is.
static void choose(pthread_mutexattr_t *attributes);

static void lock_init(struct lock *lock, const struct setup *setup)
{
	pthread_mutexattr_t attributes;

	must(pthread_mutexattr_init(&attributes));
	choose(&attributes);
	if (setup->processes)
		must(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(&lock->mutex, &attributes));
	must(pthread_mutexattr_destroy(&attributes));
}

static void lock_fini(struct lock *lock)
{
	must(pthread_mutex_destroy(&lock->mutex));
}

#endif
