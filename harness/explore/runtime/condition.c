// SPDX-License-Identifier: MIT

// Condition variables (IEEE Std 1003.1-2017, pthread_cond_wait): who waits is asleep before the
// mutex is unlocked, so a signal that comes after the unlock finds him. A signal wakes one of those
// who are asleep, any of them; a broadcast all. One that comes before is lost. POSIX allows a wait
// to end by itself, too: here none does, so a wait without its loop is not found out by that alone.
//
// The condition orders nothing by itself; its mutex does.

#include "harness/explore/runtime/condition.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/mutex.h"
#include "harness/explore/runtime/sleepers.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

int condition_wait(void *condition, pthread_mutex_t *mutex, bool timed, void *pc)
{
	uint32_t held = mutex_held(mutex, pc);
	bool woken;
	int error;

	if (!held)
		return EPERM;
	sleepers_come(condition, 0, SLEEPERS_ASLEEP, ORDER_RELAXED, pc);
	mutex_let_go(mutex, held, pc);
	woken = sleepers_leave(condition, 0, timed, ORDER_RELAXED, pc);
	error = mutex_take(mutex, true, pc);
	return error || woken ? error : ETIMEDOUT;
}

void condition_wake(void *condition, uint32_t most, void *pc)
{
	sleepers_wake(condition, 0, most, ORDER_RELAXED, pc);
}

ENTERED(int, pthread_cond_init, pthread_cond_t *restrict condition,
	const pthread_condattr_t *restrict attributes)
{
	(void)attributes; /* clocks and processes: of no matter here */
	word_init(condition, 0, CALLER);
	return 0;
}

ENTERED(int, pthread_cond_destroy, pthread_cond_t *condition)
{
	(void)condition;
	return 0;
}

ENTERED(int, pthread_cond_wait, pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex)
{
	return condition_wait(condition, mutex, false, CALLER);
}

ENTERED(int, pthread_cond_timedwait, pthread_cond_t *restrict condition,
	pthread_mutex_t *restrict mutex, const struct timespec *restrict until)
{
	(void)until;
	return condition_wait(condition, mutex, true, CALLER);
}

ENTERED(int, pthread_cond_clockwait, pthread_cond_t *restrict condition,
	pthread_mutex_t *restrict mutex, clockid_t clock, const struct timespec *restrict until)
{
	(void)clock;
	(void)until;
	return condition_wait(condition, mutex, true, CALLER);
}

ENTERED(int, pthread_cond_signal, pthread_cond_t *condition)
{
	condition_wake(condition, 1, CALLER);
	return 0;
}

ENTERED(int, pthread_cond_broadcast, pthread_cond_t *condition)
{
	condition_wake(condition, CONDITION_ALL, CALLER);
	return 0;
}
