// SPDX-License-Identifier: MIT

// Mutexes, for those who wait at a condition with one.

#ifndef RACELAB_EXPLORE_MUTEX_H
#define RACELAB_EXPLORE_MUTEX_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

// What a mutex is, in a pthread_mutexattr_t and in the low bits of the mutex itself.
enum mutex_kind {
	MUTEX_TYPE_AT = 0, /* 2 bits, where glibc's static initialisers have it */
	MUTEX_ROBUST_AT = 8,
};

void mutex_init(pthread_mutex_t *mutex, uint32_t kind, void *pc);

// Locks it, as pthread_mutex_lock does; without `waits` EBUSY if that cannot be at once.
int mutex_take(pthread_mutex_t *mutex, bool waits, void *pc);

// What the mutex is like if the caller may unlock it, never 0; 0: EPERM, to be said by who may not.
uint32_t mutex_held(pthread_mutex_t *mutex, void *pc);

// Unlocks it, which mutex_held said that it may.
void mutex_let_go(pthread_mutex_t *mutex, uint32_t held, void *pc);

// A task ends. What robust mutexes it still holds, others are told of.
// (Not there where nothing of POSIX's is called.)
void mutex_task_ends(void) __attribute__((weak));

#endif
