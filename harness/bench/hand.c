// SPDX-License-Identifier: MIT

// Hand-written loops, one for each strategy that has an operation a programmer would write down.

#include "harness/bench/hand.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "harness/trial/racy.h"

static void loop_none(uint64_t *counter, void *lock, const unsigned *stop, uint64_t ops)
{
	(void)lock;
	(void)stop;
	for (uint64_t i = 0; i < ops; i++)
		racy_store(counter, racy_load(counter) + 1);
}

static void loop_volatile(uint64_t *counter, void *lock, const unsigned *stop, uint64_t ops)
{
	volatile uint64_t *v = counter;

	(void)lock;
	(void)stop;
	for (uint64_t i = 0; i < ops; i++)
		*v = *v + 1;
}

// The compiler folds the whole loop into one addition, which cannot be timed; so this one, like
// every program that wants to end its loop from outside, looks at a flag now and then.
static void loop_plain(uint64_t *counter, void *lock, const unsigned *stop, uint64_t ops)
{
	(void)lock;
	for (uint64_t i = 0; i < ops && !__atomic_load_n(stop, __ATOMIC_RELAXED); i += 4096)
		for (uint64_t j = 0; j < 4096; j++)
			*counter = *counter + 1;
}

static void loop_fetch_add(uint64_t *counter, void *lock, const unsigned *stop, uint64_t ops)
{
	(void)lock;
	(void)stop;
	for (uint64_t i = 0; i < ops; i++)
		__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

static void loop_cas(uint64_t *counter, void *lock, const unsigned *stop, uint64_t ops)
{
	(void)lock;
	(void)stop;
	for (uint64_t i = 0; i < ops; i++) {
		uint64_t seen = __atomic_load_n(counter, __ATOMIC_RELAXED);

		while (!__atomic_compare_exchange_n(counter, &seen, seen + 1, true,
						    __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			;
	}
}

static void loop_mutex(uint64_t *counter, void *lock, const unsigned *stop, uint64_t ops)
{
	(void)stop;
	for (uint64_t i = 0; i < ops; i++) {
		pthread_mutex_lock(lock);
		*counter = *counter + 1;
		pthread_mutex_unlock(lock);
	}
}

static const struct hand hands[] = {
    {"none", loop_none},	   {"volatile", loop_volatile}, {"plain", loop_plain},
    {"fetch_add", loop_fetch_add}, {"cas", loop_cas},		{"mutex", loop_mutex},
};

const struct hand *hand_find(const char *strategy)
{
	for (size_t i = 0; i < sizeof hands / sizeof *hands; i++)
		if (strcmp(hands[i].strategy, strategy) == 0)
			return &hands[i];
	return NULL;
}
