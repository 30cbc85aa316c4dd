// SPDX-License-Identifier: MIT

// The threads of C11 (ISO/IEC 9899:2011, 7.26): mutexes, conditions and call_once are POSIX's under
// other names, as in glibc. An mtx_trylock fails only if the mutex is locked, though C allows it to
// fail for no reason.

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <threads.h>
#include <time.h>

#include "harness/explore/runtime/condition.h"
#include "harness/explore/runtime/entry.h"
#include "harness/explore/runtime/mutex.h"
#include "harness/explore/runtime/once.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/words.h"

#define CALLER __builtin_return_address(0)

_Static_assert(sizeof(mtx_t) >= sizeof(pthread_mutex_t),
	       "a mutex of C11 has room for one of POSIX");
_Static_assert(sizeof(cnd_t) >= sizeof(pthread_cond_t), "and so has a condition");

static pthread_mutex_t *posix(mtx_t *mutex)
{
	return (pthread_mutex_t *)mutex;
}

static int result(int error)
{
	return error == 0	    ? thrd_success
	       : error == EBUSY	    ? thrd_busy
	       : error == ETIMEDOUT ? thrd_timedout
				    : thrd_error;
}

ENTERED(int, mtx_init, mtx_t *mutex, int type)
{
	mutex_init(posix(mutex),
		   type & mtx_recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_DEFAULT, CALLER);
	return thrd_success;
}

ENTERED(void, mtx_destroy, mtx_t *mutex)
{
	(void)mutex;
}

ENTERED(int, mtx_lock, mtx_t *mutex)
{
	return result(mutex_take(posix(mutex), true, CALLER));
}

ENTERED(int, mtx_trylock, mtx_t *mutex)
{
	return result(mutex_take(posix(mutex), false, CALLER));
}

ENTERED(int, mtx_timedlock, mtx_t *restrict mutex, const struct timespec *restrict until)
{
	int error = mutex_take(posix(mutex), false, CALLER);

	(void)until; /* see mutex.c */
	return result(error == EBUSY ? ETIMEDOUT : error);
}

ENTERED(int, mtx_unlock, mtx_t *mutex)
{
	uint32_t held = mutex_held(posix(mutex), CALLER);

	if (!held)
		return thrd_error;
	mutex_let_go(posix(mutex), held, CALLER);
	return thrd_success;
}

ENTERED(int, cnd_init, cnd_t *condition)
{
	word_init(condition, 0, CALLER);
	return thrd_success;
}

ENTERED(void, cnd_destroy, cnd_t *condition)
{
	(void)condition;
}

ENTERED(int, cnd_wait, cnd_t *condition, mtx_t *mutex)
{
	return result(condition_wait(condition, posix(mutex), false, CALLER));
}

ENTERED(int, cnd_timedwait, cnd_t *restrict condition, mtx_t *restrict mutex,
	const struct timespec *restrict until)
{
	(void)until;
	return result(condition_wait(condition, posix(mutex), true, CALLER));
}

ENTERED(int, cnd_signal, cnd_t *condition)
{
	condition_wake(condition, 1, CALLER);
	return thrd_success;
}

ENTERED(int, cnd_broadcast, cnd_t *condition)
{
	condition_wake(condition, CONDITION_ALL, CALLER);
	return thrd_success;
}

ENTERED(void, call_once, once_flag *flag, void (*routine)(void))
{
	once_do(flag, routine, CALLER);
}

thrd_t thrd_current(void)
{
	return racelab_number();
}

int thrd_equal(thrd_t one, thrd_t other)
{
	return one == other;
}

void thrd_exit(int status)
{
	(void)status;
	racelab_end_task();
}

int thrd_sleep(const struct timespec *time, struct timespec *left)
{
	(void)time; /* see library.c */
	(void)left;
	return 0;
}

void thrd_yield(void)
{
}
