// SPDX-License-Identifier: MIT

// Threads that yield all the time.

#include "harness/duet/awake.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

#include "benches/sync/spin.h"

/* Pauses between two offers to give the PU up: about a microsecond. */
#define PAUSES 50

struct waker {
	struct awake *awake;
	unsigned pu;
	pthread_t thread;
};

struct awake {
	const struct topology *topology;
	bool over;
	unsigned nr_started;
	struct waker wakers[];
};

static void *stay_awake(void *argument)
{
	const struct waker *waker = argument;
	const struct sched_param lowest = {0};

	/* one that is not pinned, or not of the lowest priority, would only be in the way */
	if (topology_pin(waker->awake->topology, waker->pu) ||
	    sched_setscheduler(0, SCHED_IDLE, &lowest))
		return NULL;
	while (!__atomic_load_n(&waker->awake->over, __ATOMIC_RELAXED)) { /* only when, not what */
		for (int i = 0; i < PAUSES; i++)
			cpu_relax();
		sched_yield();
	}
	return NULL;
}

struct awake *awake_create(const struct topology *topology, const unsigned *pus, unsigned nr_pus)
{
	struct awake *awake = calloc(1, sizeof *awake + nr_pus * sizeof *awake->wakers);

	if (!awake)
		return NULL;
	awake->topology = topology;
	for (unsigned i = 0; i < nr_pus; i++) {
		struct waker *waker = &awake->wakers[i];

		*waker = (struct waker){.awake = awake, .pu = pus[i]};
		if (pthread_create(&waker->thread, NULL, stay_awake, waker))
			break;
		awake->nr_started++;
	}
	return awake;
}

void awake_destroy(struct awake *awake)
{
	if (!awake)
		return;
	__atomic_store_n(&awake->over, true, __ATOMIC_RELAXED); /* pthread_join orders the rest */
	for (unsigned i = 0; i < awake->nr_started; i++)
		pthread_join(awake->wakers[i].thread, NULL);
	free(awake);
}
