// SPDX-License-Identifier: MIT

// The one lock of an interpreter: who wants to compute must hold it, so that threads take turns
// even where there is a PU for each. Its holder keeps it until another thread has waited for an
// interval, which then demands it; the holder obeys at the next safe point of its loop, and does
// not compete again before somebody else has had it.
//
// Source: A. Pitrou, Reworking the GIL, python-dev, 25 October 2009.

#ifndef RACELAB_LABS_BIG_LOCK_H
#define RACELAB_LABS_BIG_LOCK_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct big_lock {
	pthread_mutex_t mutex; /* of all that follows, but `demanded` may be read without */
	pthread_cond_t given, taken;
	uint64_t interval_ns;
	uint64_t nr_turns; /* how often it was taken */
	bool held, demanded;
};

void big_lock_init(struct big_lock *lock, uint64_t interval_ns);
void big_lock_fini(struct big_lock *lock);

void big_lock_take(struct big_lock *lock);
void big_lock_give(struct big_lock *lock);

// The holder's safe point: hands the lock on if that is demanded, and comes back holding it again.
void big_lock_offer(struct big_lock *lock);

#endif
