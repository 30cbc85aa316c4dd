// SPDX-License-Identifier: MIT

// Each thread arrives at the rally, is sent off, waits a moment of its own (so that over many
// executions all shifts between the tasks come up), and runs its task. Whoever arrives last notes
// the outcome and puts the variables back.

#include "harness/explore/replay/race.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "benches/structure/loop.h"
#include "benches/sync/must.h"
#include "harness/explore/hash.h"
#include "harness/explore/replay/measured.h"
#include "harness/explore/replay/pins.h"
#include "harness/explore/replay/racing.h"
#include "harness/machine/probe.h"
#include "harness/trial/tasks.h"

#define MOST_TURNS    64 /* of pause_turns before a task: 0.1 us, longer than a store waits */
#define LOOKS_AT_TIME 64 /* executions between two looks at the clock */
#define WATCH_NS      50000000
#define HUNG_NS	      1000000000 /* for an execution that takes a microsecond */

static struct race *now; /* a failed assertion says only that */
static struct racing racing;

static __thread jmp_buf start;	/* where a thread goes on after a failed assertion */
static __thread bool concludes; /* it is the last one to have arrived */

static _Noreturn void on_failure(const char *assertion)
{
	/* relaxed: who arrives last sees it */
	if (!__atomic_exchange_n(&now->failed, 1, __ATOMIC_RELAXED) && !now->measured.failed)
		snprintf(now->measured.text, sizeof now->measured.text, "%s", assertion);
	longjmp(start, 1);
}

static void note(struct race *race, uint64_t outcome)
{
	if (race->failed)
		race->measured.failed++;
	else
		measured_add(&race->measured, outcome);
	race->measured.times++;
	race->failed = 0;
}

static bool is_over(const struct race *race)
{
	if (race->measured.times >= race->times)
		return true;
	return race->measured.times % LOOKS_AT_TIME == 0 && probe_now_ns() >= race->end_ns;
}

// By the last one to arrive: all others wait. An assertion that fails in program_outcome leads back
// to here, past it.
static void conclude(struct race *race)
{
	uint64_t outcome = 0;

	if (!concludes) {
		concludes = true;
		if (race->running && racing.outcome && !race->failed)
			outcome = racing.outcome();
	}
	concludes = false;
	if (race->running)
		note(race, outcome);
	race->running = !is_over(race);
	/* relaxed: the watchdog only wants to know; tasks are told by rally_go */
	__atomic_store_n(&race->over, !race->running, __ATOMIC_RELAXED);
	racing_restore(&racing);
	rally_go(&race->rally);
}

// Returns when the next execution begins; false if there is none.
static bool meet(struct race *race)
{
	if (concludes || rally_arrive(&race->rally))
		conclude(race);
	return !race->over;
}

// Half of the time with what it will use in its cache, as only then a load may overtake a store
// that waits for its line; and a little later than the others, by chance.
static void line_up(struct race *race, unsigned task)
{
	uint64_t chance = hash_mix(race->measured.times, task);

	if (chance >> 32 & 1)
		racing_touch(&racing);
	rally_line_up(&race->rally);
	pause_turns(chance % MOST_TURNS);
}

static void run(void *context, unsigned task)
{
	struct race *race = context;

	race->pin_error[task] = pins_pin(race->pins, task);
	setjmp(start);
	while (meet(race)) {
		line_up(race, task);
		racing.task(task);
	}
}

// Looks from time to time whether they get on. False if they do not.
static bool watch(struct race *race)
{
	const struct timespec nap = {.tv_nsec = WATCH_NS};
	uint64_t changed_ns = probe_now_ns();
	uint32_t last = 0;

	while (!__atomic_load_n(&race->over, __ATOMIC_RELAXED)) { /* as it is stored */
		uint32_t starts = rally_starts(&race->rally);
		uint64_t now_ns = probe_now_ns();

		if (starts != last)
			changed_ns = now_ns;
		else if (now_ns - changed_ns > HUNG_NS)
			return false;
		last = starts;
		nanosleep(&nap, NULL);
	}
	return true;
}

static void describe(struct race *race)
{
	struct measured *measured = &race->measured;

	measured->nr_tasks = racing.nr_tasks;
	measured->has_expected = racing.expected != NULL;
	measured->expected = racing.expected ? *racing.expected : 0;
	measured->shared_pus = pins_shared(race->pins, racing.nr_tasks);
	if (!race->times)
		race->times = measured->shared_pus ? MEASURE_TIMES_SHARED : MEASURE_TIMES;
}

static void set_off(struct race *race)
{
	rally_init(&race->rally, racing.nr_tasks, race->measured.shared_pus);
	race->running = race->over = race->hung = false;
	race->failed = 0;
	now = race;
}

// A crash ends the sandbox by its signal: no core, and no report of a sanitizer, which is ours.
static void crash_quietly(void)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		signal(signals[i], SIG_DFL);
}

int race_main(void *context)
{
	struct race *race = context;
	struct crew *crew = crew_create();

	must(crew ? 0 : ENOMEM);
	crash_quietly();
	if (racing_open(&racing, race->object, race->what, on_failure, race->why, sizeof race->why))
		return 0;
	describe(race);
	set_off(race);
	if (task_threads.start(crew, racing.nr_tasks, run, race, race->why, sizeof race->why))
		return 0;
	if (!watch(race)) {
		race->hung = true;
		_exit(0); /* who hangs cannot be waited for */
	}
	task_threads.join(crew);
	crew_destroy(crew);
	return 0;
}
