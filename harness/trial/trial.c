// SPDX-License-Identifier: MIT

// One trial, seen from the controller: map the arena, run the sandbox, make the row.

#include "harness/trial/trial.h"

#include <stddef.h>

#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/machine/placement.h"
#include "harness/machine/probe.h"
#include "harness/plan/plan.h"
#include "harness/trial/arena.h"
#include "harness/trial/conduct.h"
#include "harness/trial/latency.h"
#include "harness/trial/sandbox.h"

/* For removing what a dead sandbox left behind: thousands of objects take milliseconds. */
#define CLEAN_UP_NS 10000000000

static int fini_locks_main(void *argument)
{
	struct conduct *conduct = argument;

	arena_fini_locks(conduct->arena, conduct->spec);
	return 0;
}

// A sandbox that did not come to its end has left its locks. Those that live in the kernel are
// still there; another sandbox removes them, because what a crash left in the arena may be
// anything.
static void clean_up(struct conduct *conduct)
{
	const struct report *report = &conduct->arena->report;

	if (conduct->spec->strategy->about->outlives && report->built && !report->complete)
		sandbox_run(fini_locks_main, conduct, CLEAN_UP_NS, NULL);
}

// A structure that brings its own kernels has none that takes samples.
static uint32_t nr_samples(const struct bench *bench, const struct case_spec *spec)
{
	if (spec->structure->kernel)
		return 0;
	return latency_nr_samples(spec->count, bench->measuring->latency);
}

// What both kinds of trials begin with: where the tasks go, and the arena. Returns 0; 1 if the
// record says why it cannot be; -1 with a complaint.
static int begin(struct conduct *conduct, const struct ground *ground, struct record *record,
		 struct complaint *c)
{
	static unsigned pus[PLACE_MAX_CPUS];
	const struct bench *bench = conduct->bench;
	int nr_pus = placement_order(bench->topology, conduct->spec->place, pus, PLACE_MAX_CPUS, c);

	if (nr_pus < 0)
		return -1;
	conduct->pus = pus;
	conduct->nr_pus = (unsigned)nr_pus;
	record_begin(record, conduct);
	conduct->arena = arena_create(conduct->spec, nr_samples(bench, conduct->spec), ground, c);
	if (conduct->arena)
		return 0;
	record_break(record, c->text);
	return 1;
}

int trial_run(const struct bench *bench, const struct case_spec *spec, uint64_t seed,
	      struct record *record, struct complaint *c)
{
	struct conduct conduct = {.bench = bench, .spec = spec, .seed = seed, .probes = true};
	int result = begin(&conduct, NULL, record, c);
	struct sandbox_end end;

	if (result)
		return result < 0 ? -1 : 0;
	end = sandbox_run(conduct_main, &conduct, bench->measuring->timeout_ns, bench->interrupted);
	clean_up(&conduct);
	record_finish(record, &conduct, &end);
	arena_destroy(conduct.arena);
	return end.kind == SANDBOX_INTERRUPTED;
}

// A series' calls with a record to fill in for them.
struct calls {
	const struct series_calls *calls;
	struct record record;
};

static bool next(void *context)
{
	const struct calls *calls = context;

	return calls->calls->next(calls->calls->context);
}

static void ended(void *context, const struct conduct *conduct)
{
	struct calls *calls = context;

	record_begin(&calls->record, conduct);
	record_fill(&calls->record, conduct);
	calls->calls->ended(calls->calls->context, &calls->record);
}

// Also a strategy can end the sandbox without an error, but only within a window.
static bool ended_well(const struct conduct *conduct, const struct sandbox_end *end)
{
	const struct report *report = &conduct->arena->report;

	return end->kind == SANDBOX_EXITED && !end->status && !report->why[0] &&
	       !report->task_status && (report->complete || !report->built);
}

int trial_series(const struct bench *bench, const struct case_spec *spec, uint64_t seed,
		 const struct ground *ground, const struct series_calls *series_calls,
		 struct record *record, struct complaint *c)
{
	static struct calls calls; /* large: a PU for each of 4096 tasks */
	struct conduct conduct = {.bench = bench, .spec = spec, .seed = seed};
	struct series series = {
	    .conduct = &conduct, .next = next, .ended = ended, .context = &calls};
	int result = begin(&conduct, ground, record, c);
	struct sandbox_end end;

	if (result)
		return result;
	calls.calls = series_calls;
	conduct.arena->deadline_ns = probe_now_ns() + bench->measuring->timeout_ns;
	end = sandbox_run_until(conduct_series, &series, &conduct.arena->deadline_ns,
				bench->interrupted);
	clean_up(&conduct);
	result = end.kind != SANDBOX_INTERRUPTED && !ended_well(&conduct, &end);
	if (result)
		record_finish(record, &conduct, &end);
	arena_destroy(conduct.arena);
	return result;
}
