// SPDX-License-Identifier: MIT

// POSIX mutexes of all types (IEEE Std 1003.1-2017, pthread_mutex_lock). A lock synchronizes with
// the unlock before it, and that is all that it is: acquire and release. Priorities and spinning
// make no difference to what can happen, so priority inheritance and the adaptive type are as none.
//
// Only a recursive, an error-checking or a robust mutex knows its owner: with a default one, tasks
// that do the same stay alike, and are explored as one. So that somebody else unlocks a default
// mutex, which POSIX leaves undefined, does what it does in glibc; that nobody holds it is found.

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/mutex.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/seam.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

// A mutex's word.
enum {
	TYPE = 3 << MUTEX_TYPE_AT, /* PTHREAD_MUTEX_NORMAL, ... */
	ROBUST = 1 << MUTEX_ROBUST_AT,
	INCONSISTENT = 1 << 9, /* its owner died */
	LOST = 1 << 10,	       /* and it was unlocked like that: for good */
	LATE = 1 << 11,	       /* initialised by a task, not before there were any */
	ONE_OWNER = 1 << 4, /* 4 bits, 0: free; a task by number from 1; 1: whoever, if unknown */
	OWNER = 15 * ONE_OWNER,
	ONE_MORE = 1 << 16, /* 16 bits: how often a recursive one is locked besides */
};

static uint32_t ended; /* tasks that ended with a robust mutex, a bit each */

static uint32_t *word_of(pthread_mutex_t *mutex)
{
	return (uint32_t *)&mutex->__data.__kind;
}

static uint32_t self(void)
{
	return racelab_number() + 1;
}

static bool has_type(uint32_t word, uint32_t type)
{
	return (word & TYPE) == type;
}

static bool knows_owner(uint32_t word)
{
	return has_type(word, PTHREAD_MUTEX_RECURSIVE) ||
	       has_type(word, PTHREAD_MUTEX_ERRORCHECK) || word & ROBUST;
}

static uint32_t owner_of(uint32_t word)
{
	return (word & OWNER) / ONE_OWNER;
}

static bool is_mine(uint32_t word)
{
	return knows_owner(word) && owner_of(word) == self();
}

// A mutex that is free, locked.
static uint32_t taken(uint32_t open)
{
	return open | (knows_owner(open) ? self() : 1) * ONE_OWNER;
}

static uint32_t opened(uint32_t word)
{
	return word & (TYPE | ROBUST | INCONSISTENT | LOST | LATE);
}

static int count_robust(uint32_t word, unsigned change)
{
	if (word & ROBUST)
		racelab_own()->robust += change;
	return word & INCONSISTENT ? EOWNERDEAD : 0;
}

// Recursive: nobody else changes it while it is held, so a store will do.
static int lock_again(uint32_t *word, uint32_t seen, void *pc)
{
	if (seen >= -(uint32_t)ONE_MORE)
		return EAGAIN;
	word_store(word, seen + ONE_MORE, ORDER_RELAXED, pc);
	return 0;
}

// Robust: from an owner who is no more it is had, and said to be inconsistent.
static int inherit(uint32_t *word, uint32_t seen, void *pc)
{
	uint32_t mine = taken(opened(seen) | INCONSISTENT);
	/* acquire: what was written by who ended */
	uint32_t dead = word_load(&ended, ORDER_ACQUIRE, pc);

	if (!(dead >> owner_of(seen) & 1) ||
	    word_compare(word, seen, mine, ORDER_ACQUIRE, pc) != seen)
		return TURN_WAIT;
	return count_robust(mine, 1);
}

// What becomes of who finds it locked: TURN_WAIT, or what there is to return.
static int find_locked(uint32_t *word, uint32_t seen, void *pc)
{
	if (is_mine(seen) && has_type(seen, PTHREAD_MUTEX_RECURSIVE))
		return lock_again(word, seen, pc);
	if (is_mine(seen) && has_type(seen, PTHREAD_MUTEX_ERRORCHECK))
		return EDEADLK;
	return seen & ROBUST && !is_mine(seen) ? inherit(word, seen, pc) : TURN_WAIT;
}

// One try to take a mutex that was thought to be *open when it is free.
TURN(int, mutex_try, uint32_t *word, uint32_t *open, void *pc)
{
	/* acquire: what the last owner wrote is to be seen */
	uint32_t seen = word_compare(word, *open, taken(*open), ORDER_ACQUIRE, pc);

	if (seen == *open)
		return count_robust(seen, 1);
	*open = opened(seen);
	if (seen & LOST)
		return ENOTRECOVERABLE;
	return seen & OWNER ? find_locked(word, seen, pc) : TURN_AGAIN;
}

// What is likely to be there if it is free. To look is no step: memory has what was there before
// the tasks began, and to be wrong costs a step and no more.
static uint32_t likely(const uint32_t *word)
{
	uint32_t kind = *(const volatile uint32_t *)word & (TYPE | ROBUST | LATE);

	return kind & LATE ? PTHREAD_MUTEX_DEFAULT : kind;
}

int mutex_take(pthread_mutex_t *mutex, bool waits, void *pc)
{
	uint32_t open = likely(word_of(mutex));
	int error;

	do
		error = mutex_try(word_of(mutex), &open, pc);
	while (turn_again(error, waits, pc));
	return error == TURN_WAIT ? EBUSY : error;
}

uint32_t mutex_held(pthread_mutex_t *mutex, void *pc)
{
	uint32_t seen = word_load(word_of(mutex), ORDER_RELAXED, pc);

	if (knows_owner(seen))
		return is_mine(seen) ? seen : 0;
	if (!(seen & OWNER))
		racelab_end(STEP_CRASH, "unlocks a mutex that is not locked", pc);
	return seen;
}

void mutex_let_go(pthread_mutex_t *mutex, uint32_t held, void *pc)
{
	uint32_t *word = word_of(mutex);

	if (held >= ONE_MORE) {
		word_store(word, held - ONE_MORE, ORDER_RELAXED, pc);
		return;
	}
	count_robust(held, -1u);
	/* release: the next owner is to see what this one wrote */
	word_store(word, opened(held) | (held & INCONSISTENT ? LOST : 0), ORDER_RELEASE, pc);
}

void mutex_task_ends(void)
{
	/* release: who inherits is to see what was written */
	if (racelab_own()->robust)
		word_or(&ended, 1u << self(), ORDER_RELEASE, NULL);
}

void mutex_init(pthread_mutex_t *mutex, uint32_t kind, void *pc)
{
	if (knows_owner(kind))
		racelab_count_tasks();
	word_init(word_of(mutex),
		  (kind & (TYPE | ROBUST)) | (racelab_seam.mode == SEAM_DIRECT ? 0 : LATE), pc);
}

ENTERED(int, pthread_mutex_init, pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
	uint32_t *kind = (uint32_t *)(uintptr_t)attributes;

	mutex_init(mutex, kind ? word_load(kind, ORDER_PLAIN, CALLER) : PTHREAD_MUTEX_DEFAULT,
		   CALLER);
	return 0;
}

ENTERED(int, pthread_mutex_destroy, pthread_mutex_t *mutex)
{
	return word_load(word_of(mutex), ORDER_RELAXED, CALLER) & OWNER ? EBUSY : 0;
}

ENTERED(int, pthread_mutex_lock, pthread_mutex_t *mutex)
{
	return mutex_take(mutex, true, CALLER);
}

ENTERED(int, pthread_mutex_trylock, pthread_mutex_t *mutex)
{
	int error = mutex_take(mutex, false, CALLER);

	return error == EDEADLK ? EBUSY : error;
}

// To wait and get it is to come later, and to wait in vain is to come only when time is up: so all
// that can happen happens to one who looks once.
static int take_in_time(pthread_mutex_t *mutex, void *pc)
{
	int error = mutex_take(mutex, false, pc);

	return error == EBUSY ? ETIMEDOUT : error;
}

ENTERED(int, pthread_mutex_timedlock, pthread_mutex_t *restrict mutex,
	const struct timespec *restrict until)
{
	(void)until;
	return take_in_time(mutex, CALLER);
}

ENTERED(int, pthread_mutex_clocklock, pthread_mutex_t *restrict mutex, clockid_t clock,
	const struct timespec *restrict until)
{
	(void)clock;
	(void)until;
	return take_in_time(mutex, CALLER);
}

ENTERED(int, pthread_mutex_unlock, pthread_mutex_t *mutex)
{
	uint32_t held = mutex_held(mutex, CALLER);

	if (!held)
		return EPERM;
	mutex_let_go(mutex, held, CALLER);
	return 0;
}

ENTERED(int, pthread_mutex_consistent, pthread_mutex_t *mutex)
{
	uint32_t seen = word_load(word_of(mutex), ORDER_RELAXED, CALLER);

	if (!(seen & INCONSISTENT) || !is_mine(seen))
		return EINVAL;
	word_store(word_of(mutex), seen & ~(uint32_t)INCONSISTENT, ORDER_RELAXED, CALLER);
	return 0;
}
