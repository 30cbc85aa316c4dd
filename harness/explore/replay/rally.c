// SPDX-License-Identifier: MIT

#include "harness/explore/replay/rally.h"

#include <sched.h>

#include "benches/sync/spin.h"
#include "harness/machine/probe.h"

#define LOOKS	1000 /* some 20 us: far more than the slowest of them needs, if it runs */
#define LEAD_NS 500  /* for the others to hear of it, and to warm their caches */

void rally_init(struct rally *rally, unsigned nr_tasks, bool shared_pus)
{
	*rally = (struct rally){.nr_tasks = nr_tasks, .looks = shared_pus ? 0 : LOOKS};
}

static void wait_for(struct rally *rally, uint32_t start)
{
	/* acquire: the variables are as in the beginning */
	for (unsigned i = 0; __atomic_load_n(&rally->start, __ATOMIC_ACQUIRE) != start; i++)
		if (i < rally->looks)
			cpu_relax();
		else
			sched_yield();
}

bool rally_arrive(struct rally *rally)
{
	/* relaxed: it cannot change before this task has arrived */
	uint32_t start = __atomic_load_n(&rally->start, __ATOMIC_RELAXED) + 1;

	/* acq_rel: collects what all tasks did, for the last one */
	if (__atomic_add_fetch(&rally->arrived, 1, __ATOMIC_ACQ_REL) == rally->nr_tasks)
		return true;
	wait_for(rally, start);
	return false;
}

void rally_go(struct rally *rally)
{
	/* relaxed: nobody arrives before the store below is seen */
	__atomic_store_n(&rally->arrived, 0, __ATOMIC_RELAXED);
	rally->start_ns = probe_now_ns() + LEAD_NS;
	/* release: with the variables as in the beginning */
	__atomic_store_n(&rally->start, rally->start + 1, __ATOMIC_RELEASE);
}

void rally_line_up(const struct rally *rally)
{
	while (rally->looks && probe_now_ns() < rally->start_ns)
		;
}

uint32_t rally_starts(const struct rally *rally)
{
	return __atomic_load_n(&rally->start, __ATOMIC_RELAXED); /* relaxed: whether it changes */
}
