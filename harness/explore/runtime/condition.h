// SPDX-License-Identifier: MIT

// Conditions, POSIX's and C11's: a word that is 0 in the beginning.

#ifndef RACELAB_EXPLORE_CONDITION_H
#define RACELAB_EXPLORE_CONDITION_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define CONDITION_ALL UINT32_MAX

// Waits, as pthread_cond_wait does; `timed`: only until time is up, ETIMEDOUT then, which it is
// when nobody has woken the task by then.
int condition_wait(void *condition, pthread_mutex_t *mutex, bool timed, void *pc);

// Wakes up to `most` of those who are asleep.
void condition_wake(void *condition, uint32_t most, void *pc);

#endif
