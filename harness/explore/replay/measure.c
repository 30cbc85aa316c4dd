// SPDX-License-Identifier: MIT

// Measuring, seen from outside: compile, race in one sandbox after the other until enough was seen,
// and say how each ended.

#include "harness/explore/replay/measure.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "benches/sync/must.h"
#include "harness/interrupt.h"
#include "harness/explore/program/folder.h"
#include "harness/explore/replay/pins.h"
#include "harness/explore/replay/race.h"
#include "harness/machine/probe.h"
#include "harness/trial/sandbox.h"

#define WATCHDOG_NS 30000000000 /* behind the budget: the race has a watchdog of its own */

static void say(struct race *race, const char *text)
{
	if (!race->measured.text[0])
		snprintf(race->measured.text, sizeof race->measured.text, "%s", text);
}

static void note_crash(struct race *race, const char *text)
{
	say(race, text);
	race->measured.crashed++;
	race->measured.times++;
}

static void note_hang(struct race *race)
{
	race->measured.hung++;
	race->measured.times++;
}

static bool is_pinned(struct race *race)
{
	for (unsigned task = 0; task < race->measured.nr_tasks; task++)
		if (race->pin_error[task]) {
			snprintf(race->why, sizeof race->why, "task %u cannot be pinned: %s", task,
				 strerror(race->pin_error[task]));
			return false;
		}
	return true;
}

// What became of one sandbox. Returns -1 with a complaint if nothing can be measured here.
static int judge(struct race *race, const struct sandbox_end *end, struct complaint *c)
{
	race->measured.interrupted = end->kind == SANDBOX_INTERRUPTED;
	if (race->measured.interrupted)
		return 0;
	if (end->kind == SANDBOX_FAILED)
		return complain_machine(c, "cannot be raced: fork: %s", strerror(end->status));
	if (end->kind == SANDBOX_EXITED && end->status == MUST_STATUS)
		return complain_machine(c, "cannot be raced: %s", end->said);
	if (!race->measured.nr_tasks)
		return race->why[0] ? complain(c, "%s", race->why)
				    : complain(c, "%s: program_init crashes", race->what);
	if (race->why[0] || !is_pinned(race))
		return complain_machine(c, "cannot be raced: %s", race->why);
	if (end->kind == SANDBOX_TIMED_OUT || race->hung)
		note_hang(race);
	else if (end->kind == SANDBOX_SIGNALED)
		note_crash(race, strsignal(end->status));
	else if (end->kind == SANDBOX_EXITED && !race->over)
		note_crash(race, "exit()");
	return 0;
}

static int race_on(struct race *race, struct complaint *c)
{
	uint64_t now_ns;
	int error = 0;

	while (!error && !race->over && !race->measured.interrupted &&
	       (!race->times || race->measured.times < race->times) &&
	       (now_ns = probe_now_ns()) < race->end_ns) {
		struct sandbox_end end = sandbox_run(
		    race_main, race, race->end_ns - now_ns + WATCHDOG_NS, &interrupt_signal);

		error = judge(race, &end, c);
	}
	return error;
}

static int measure(const struct race *asked, uint64_t budget_ns, struct measured *measured,
		   struct complaint *c)
{
	uint64_t begin_ns = probe_now_ns();
	struct race *race =
	    mmap(NULL, sizeof *race, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int error;

	if (race == MAP_FAILED)
		return complain_machine(c, "no memory to race in: %m");
	*race = *asked;
	race->end_ns = begin_ns + (budget_ns ? budget_ns : MEASURE_BUDGET_NS);
	error = race_on(race, c);
	*measured = race->measured;
	measured->seconds = (double)(probe_now_ns() - begin_ns) / 1e9;
	munmap(race, sizeof *race);
	return error;
}

int measure_run(const struct source *source, unsigned long times, uint64_t budget_ns,
		const struct topology *topology, struct measured *measured, struct complaint *c)
{
	struct source real = *source;
	struct pins pins;
	char folder[64], object[128];
	struct race race = {.pins = &pins, .object = object, .what = source->file, .times = times};
	int error;

	real.real = true;
	if (pins_choose(&pins, topology, c) || folder_make(folder, sizeof folder, c))
		return -1;
	snprintf(object, sizeof object, "%s/program.so", folder);
	error = source_compile(&real, folder, source->file, c);
	if (!error)
		error = measure(&race, budget_ns, measured, c);
	folder_remove(folder);
	return error;
}
