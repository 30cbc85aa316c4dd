// SPDX-License-Identifier: MIT

// Attributes of POSIX's objects. All are kept and given back; only a mutex's type and robustness
// matter: tasks share all memory, and have no priorities.

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <time.h>

#include "harness/explore/runtime/mutex.h"
#include "harness/explore/runtime/runtime.h"
#include "harness/explore/runtime/words.h"
#include "harness/explore/step.h"

#define CALLER __builtin_return_address(0)

// Where an object's attributes are in its word, besides enum mutex_kind: 2 bits each.
enum {
	SHARED = 16,
	PROTOCOL = 18,
	PREFERENCE = 20,
	CLOCK = 22,
};

static int set(void *attributes, unsigned at, int value, int most, void *pc)
{
	uint32_t word = word_load(attributes, ORDER_PLAIN, pc);

	if (value < 0 || value > most)
		return EINVAL;
	word_init(attributes, (word & ~(UINT32_C(3) << at)) | (uint32_t)value << at, pc);
	return 0;
}

static int get(const void *attributes, unsigned at, int *value, void *pc)
{
	uint32_t word = word_load((uint32_t *)(uintptr_t)attributes, ORDER_PLAIN, pc);

	racelab_announce(value, sizeof *value, pc);
	*(volatile int *)value = (int)(word >> at & 3);
	return 0;
}

#define OBJECT(object)                                                                             \
	int pthread_##object##_init(pthread_##object##_t *attributes)                              \
	{                                                                                          \
		word_init(attributes, 0, CALLER);                                                  \
		return 0;                                                                          \
	}                                                                                          \
	int pthread_##object##_destroy(pthread_##object##_t *attributes)                           \
	{                                                                                          \
		(void)attributes;                                                                  \
		return 0;                                                                          \
	}                                                                                          \
	ATTRIBUTE(object, pshared, int, SHARED, PTHREAD_PROCESS_SHARED)

#define ATTRIBUTE(object, name, type, at, most)                                                    \
	int pthread_##object##_set##name(pthread_##object##_t *attributes, type value)             \
	{                                                                                          \
		return set(attributes, at, value, most, CALLER);                                   \
	}                                                                                          \
	int pthread_##object##_get##name(const pthread_##object##_t *restrict attributes,          \
					 type *restrict value)                                     \
	{                                                                                          \
		return get(attributes, at, value, CALLER);                                         \
	}

OBJECT(mutexattr)
ATTRIBUTE(mutexattr, type, int, MUTEX_TYPE_AT, PTHREAD_MUTEX_ADAPTIVE_NP)
ATTRIBUTE(mutexattr, robust, int, MUTEX_ROBUST_AT, PTHREAD_MUTEX_ROBUST)
ATTRIBUTE(mutexattr, protocol, int, PROTOCOL, PTHREAD_PRIO_PROTECT)
OBJECT(rwlockattr)
ATTRIBUTE(rwlockattr, kind_np, int, PREFERENCE, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP)
OBJECT(condattr)
ATTRIBUTE(condattr, clock, clockid_t, CLOCK, CLOCK_MONOTONIC)
OBJECT(barrierattr)
