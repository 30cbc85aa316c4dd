// SPDX-License-Identifier: MIT

// The conductor of one trial, or of a series.

#include "harness/trial/conduct.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <sys/prctl.h>
#include <time.h>

#include "benches/catalog.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/must.h"
#include "benches/sync/sync.h"
#include "harness/machine/probe.h"
#include "harness/machine/quota.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/trial/arena.h"
#include "harness/trial/gate.h"
#include "harness/trial/keys.h"
#include "harness/trial/lag.h"
#include "harness/trial/racer.h"
#include "harness/trial/rounds.h"
#include "harness/trial/tasks.h"
#include "harness/trial/trial.h"

#define COLLECT_NS 1000000 /* between two flushes of a strategy that collects */

bool conduct_oversubscribed(const struct conduct *conduct)
{
	unsigned available = conduct->nr_pus ? conduct->nr_pus : conduct->bench->topology->nr_pus;

	if (conduct->crowding != CROWDING_BY_COUNT)
		return conduct->crowding == CROWDING_SOME;
	return conduct->spec->count > available;
}

// Tells strategies which NUMA node each task is on; without pinning nobody knows.
static void tell_nodes(const struct conduct *conduct)
{
	static unsigned char node[MAX_TASKS];

	for (unsigned i = 0; i < conduct->spec->count && conduct->nr_pus; i++) {
		node[i] =
		    topology_node_of(conduct->bench->topology, conduct->pus[i % conduct->nr_pus]) %
		    MAX_NODES;
		conduct->arena->tallies[i].node = node[i];
	}
	conduct->arena->setup.node = node;
}

// Asked for before the tasks begin and after they have ended, never between.
static int64_t throttling(const struct conduct *conduct)
{
	return conduct->bench->quota ? quota_throttling(conduct->bench->quota) : -1;
}

static bool was_throttled(const struct conduct *conduct)
{
	return conduct->throttling >= 0 && throttling(conduct) > conduct->throttling;
}

static void prepare(struct conduct *conduct)
{
	const struct case_spec *spec = conduct->spec;
	const struct measuring *measuring = conduct->bench->measuring;
	double turns_per_ns = conduct->bench->turns_per_ns;
	struct arena *arena = conduct->arena;

	tell_nodes(conduct);
	arena->report.built = true;
	arena_build(arena, spec);
	for (unsigned i = 0; i < spec->count; i++) {
		struct work *work = &arena->works[i];

		work->batch = strategy_batch(spec->strategy);
		work->ops = measuring->ops ? measuring->ops : UINT64_MAX;
		work->hold = (uint64_t)lround((double)spec->hold_ns * turns_per_ns);
		work->sample_period = (uint32_t)measuring->latency;
		work->think = (uint64_t)lround((double)spec->think_ns * turns_per_ns);
	}
	gate_init(&arena->gate, spec->count, !conduct_oversubscribed(conduct));
	conduct->throttling = throttling(conduct);
}

static void sleep_until(uint64_t time_ns)
{
	struct timespec until = {.tv_sec = (time_t)(time_ns / 1000000000),
				 .tv_nsec = (long)(time_ns % 1000000000)};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
}

// Sleeps through the window; for a strategy that collects, with a flush every millisecond.
static void sleep_through(const struct conduct *conduct, uint64_t end_ns)
{
	if (conduct->spec->strategy->collects)
		for (uint64_t ns = probe_now_ns(); ns < end_ns; ns += COLLECT_NS) {
			sleep_until(ns);
			lag_flush(conduct->arena, conduct->spec);
		}
	sleep_until(end_ns);
}

// Waits for the gate to open, and closes the window when its time is over. This thread is unpinned
// and sleeps meanwhile, so it takes no PU from the tasks.
static void hold_window(const struct conduct *conduct, struct crew *crew)
{
	const struct task_kind *kind = conduct->spec->task;
	const struct measuring *measuring = conduct->bench->measuring;
	struct arena *arena = conduct->arena;

	while (!gate_assembled(&arena->gate, 20000000))
		if (kind->failed(crew)) /* it will never come: join says why */
			return;
	if (measuring->ops)
		return;
	sleep_through(conduct, probe_now_ns() + measuring->window_ns);
	__atomic_store_n(&arena->stop, 1, __ATOMIC_RELAXED); /* relaxed: only when, not what */
}

static int64_t steal_ns(const struct conduct *conduct)
{
	unsigned nr =
	    conduct->nr_pus < conduct->spec->count ? conduct->nr_pus : conduct->spec->count;

	return nr ? probe_steal_ns(conduct->pus, nr) : -1;
}

// Windows are to close when they should: not after the kernel's usual 50 us of slack, and not after
// each of a thousand tasks had its turn. Where real-time priority is not allowed, windows of
// oversubscribed trials last longer; elapsed_ns says how long.
static void be_punctual(void)
{
	const struct sched_param lowest = {.sched_priority = 1};

	prctl(PR_SET_TIMERSLACK, 1);
	/* the tasks, which we start, are to be ordinary ones: reset on fork */
	sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest);
}

// Starts the tasks, which then wait for their round to begin. Returns false, with the reason in the
// report, if they cannot all be started; ending this process ends those that were.
static bool start(struct conduct *conduct, struct crew *crew, bool once)
{
	struct arena *arena = conduct->arena;

	be_punctual();
	conduct->keys =
	    key_source_create(conduct->spec, &arena->extent, arena->guard_bytes / CACHE_LINE);
	must(crew && conduct->keys ? 0 : ENOMEM);
	if (once)
		prepare(conduct);
	rounds_init(&arena->rounds, conduct->spec->count, once);
	return conduct->spec->task->start(crew, conduct->spec->count, racer_main, conduct,
					  arena->report.why, sizeof arena->report.why) == 0;
}

// What is left when a window's tasks have ended, and the end of what was built for it.
static void observe(const struct conduct *conduct)
{
	struct arena *arena = conduct->arena;
	const struct structure *structure = conduct->spec->structure;

	structure->observe(arena->cells, &arena->extent, &arena->report.observed);
	lag_measure(arena, conduct->spec);
	if (structure->fini)
		structure->fini(arena->cells, &arena->extent);
	arena_fini_locks(arena, conduct->spec);
	arena->report.complete = true;
}

static void finish(struct conduct *conduct, struct crew *crew)
{
	key_source_destroy(conduct->keys);
	crew_destroy(crew);
}

int conduct_main(void *argument)
{
	struct conduct *conduct = argument;
	struct report *report = &conduct->arena->report;
	struct crew *crew = crew_create();
	int64_t steal_before_ns = steal_ns(conduct), steal_after_ns;

	if (!start(conduct, crew, true))
		return 0;
	hold_window(conduct, crew);
	report->task_status = conduct->spec->task->join(crew);
	if (report->task_status)
		return 0;
	report->throttled = was_throttled(conduct);
	steal_after_ns = steal_ns(conduct);
	report->steal_ns = steal_before_ns < 0 ? -1 : steal_after_ns - steal_before_ns;
	observe(conduct);
	finish(conduct, crew);
	return 0;
}

// One round of tasks that are there already. Returns false if one of them has failed.
static bool conduct_round(struct conduct *conduct, struct crew *crew)
{
	struct arena *arena = conduct->arena;

	arena_clear(arena);
	arena->stop = 0; /* plain: the round's begin publishes it */
	arena->handoff = (struct handoff){0};
	arena->handoff_ns = NAN;
	arena->report =
	    (struct report){.steal_ns = -1}; /* its steps are longer than such windows */
	prepare(conduct);
	rounds_begin(&arena->rounds);
	hold_window(conduct, crew);
	while (!rounds_ended(&arena->rounds, 20000000))
		if (conduct->spec->task->failed(crew))
			return false;
	arena->report.throttled = was_throttled(conduct);
	observe(conduct);
	return true;
}

// The controller looks at it while we go on.
static void set_deadline(struct arena *arena, uint64_t deadline_ns)
{
	__atomic_store_n(&arena->deadline_ns, deadline_ns,
			 __ATOMIC_RELAXED); /* nothing hangs on it */
}

// Closing a window takes a PU from a task for some microseconds, if all are used. In a series it is
// always the same one, or else one side's windows would end otherwise than the other's.
static void settle(const struct conduct *conduct)
{
	unsigned count = conduct->spec->count;

	if (conduct->nr_pus)
		topology_pin(conduct->bench->topology,
			     conduct->pus[count < conduct->nr_pus ? count : 0]);
}

int conduct_series(void *argument)
{
	struct series *series = argument;
	struct conduct *conduct = series->conduct;
	struct arena *arena = conduct->arena;
	struct crew *crew = crew_create();
	bool going = start(conduct, crew, false);

	set_deadline(arena, UINT64_MAX); /* whoever asks for windows may take their time */
	settle(conduct); /* only now: tasks that are not pinned must not inherit it */
	while (going && series->next(series->context)) {
		set_deadline(arena, probe_now_ns() + conduct->bench->measuring->timeout_ns);
		going = conduct_round(conduct, crew);
		set_deadline(arena, UINT64_MAX);
		if (going)
			series->ended(series->context, conduct);
	}
	if (!going && arena->report.why[0])
		return 0;
	rounds_finish(&arena->rounds);
	arena->report.task_status = conduct->spec->task->join(crew);
	finish(conduct, crew);
	return 0;
}
